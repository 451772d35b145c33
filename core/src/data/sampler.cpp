#include "sampler.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <numeric>
#include <utility>

#include <unseen/error.hpp>
#include <unseen/random.hpp>

namespace unseen {
namespace {

constexpr auto kNoPartner = static_cast<std::size_t>(-1);

std::vector<std::size_t> shuffled(std::vector<std::size_t> items, Random random) {
  for (auto i = items.size(); i > 1; --i) {
    std::swap(items[i - 1],
              items[static_cast<std::size_t>(random.integer(0, static_cast<std::int64_t>(i) - 1))]);
  }
  return items;
}

/// What an epoch draws from the endless passes over `items`: pass p is a shuffle of (seed, p, stream).
std::vector<std::size_t> stretch(const std::vector<std::size_t>& items, std::size_t draws, std::uint64_t seed,
                                 std::uint64_t epoch, std::uint64_t stream) {
  const auto size = items.size();
  const auto passes = (draws + size - 1) / size;
  auto at = draws < size ? epoch * draws : epoch * passes * size;
  std::vector<std::size_t> drawn;
  while (drawn.size() < draws) {
    const auto pass = shuffled(items, Random{seed, at / size, stream});
    for (auto i = at % size; i < size && drawn.size() < draws; ++i, ++at) drawn.push_back(pass[i]);
  }
  return drawn;
}

std::vector<std::size_t> all_places(std::size_t count) {
  std::vector<std::size_t> places(count);
  std::iota(places.begin(), places.end(), 0);
  return places;
}

std::vector<std::size_t> places_with_label(const std::vector<Item>& items, const std::vector<Video>& videos,
                                           int label) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (videos[items[i].video].label == label) places.push_back(i);
  }
  if (places.empty()) {
    throw InputError{
        fmt::format("the training data hold no {} frame, and balance = \"class\" wants both; check its "
                    "split and methods, or set train.balance = \"none\"",
                    label == 0 ? "real" : "fake")};
  }
  return places;
}

std::size_t items_of_a_batch(const SamplerConfig& config) {
  if (config.batch_size <= 0 || config.samples_per_item <= 0 ||
      config.batch_size % config.samples_per_item != 0) {
    throw InputError{
        fmt::format("train.batch_size: wanted a multiple of {}, the samples that the augmentations make of "
                    "one item, found {}",
                    config.samples_per_item, config.batch_size)};
  }
  return static_cast<std::size_t>(config.batch_size / config.samples_per_item);
}

}  // namespace

Sampler::Sampler(const std::vector<Item>& items, const std::vector<Video>& videos, SamplerConfig config)
    : config_{std::move(config)}, places_{items_of_a_batch(config_)} {
  if (items.empty()) throw InputError{"the training data hold no frame that can be read"};
  if (config_.samples_per_item > 1) config_.balance = "none";
  batches_ = (items.size() + places_ - 1) / places_;
  if (config_.balance != "none" && places_ < 2) {
    throw InputError{fmt::format("train.batch_size: balance = \"{}\" wants at least 2, found {}",
                                 config_.balance, config_.batch_size)};
  }
  if (config_.balance == "class") {
    for (const auto label : {0, 1}) streams_.push_back(places_with_label(items, videos, label));
  } else if (config_.balance == "source") {
    pair_with_sources(items, videos);
  } else if (config_.balance == "none") {
    streams_.push_back(all_places(items.size()));
  } else {
    throw InputError{
        fmt::format("train.balance: wanted class, none or source, found \"{}\"", config_.balance)};
  }
}

void Sampler::pair_with_sources(const std::vector<Item>& items, const std::vector<Video>& videos) {
  if (places_ % 2 != 0) {
    throw InputError{
        fmt::format("train.batch_size: balance = \"source\" wants an even number, found {}", places_)};
  }
  std::map<std::string, std::vector<std::size_t>> reals;  // by video id
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& video = videos[items[i].video];
    if (video.label == 0) reals[video.id].push_back(i);
  }
  partner_.assign(items.size(), kNoPartner);
  streams_.emplace_back();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& video = videos[items[i].video];
    if (video.label == 0) continue;
    const auto source = reals.find(video.source);
    if (source == reals.end()) {
      ++without_source_;
      continue;
    }
    const auto apart = [&](std::size_t real) { return std::abs(items[real].frame - items[i].frame); };
    partner_[i] = source->second.front();
    for (const auto real : source->second) {
      if (apart(real) < apart(partner_[i])) partner_[i] = real;
    }
    streams_[0].push_back(i);
  }
  if (streams_[0].empty()) {
    throw InputError{
        fmt::format("balance = \"source\" wants fakes whose source is among the real videos, found none in "
                    "{} fake frames; set train.balance = \"class\"",
                    without_source_)};
  }
}

std::vector<std::vector<std::size_t>> Sampler::epoch(std::uint64_t epoch) const {
  std::vector<std::vector<std::size_t>> batches(batches_);
  const auto total = batches_ * places_;
  if (config_.balance == "none") {
    const auto drawn = stretch(streams_[0], total, config_.seed, epoch, 0);
    for (std::size_t i = 0; i < total; ++i) batches[i / places_].push_back(drawn[i]);
  } else if (config_.balance == "source") {
    const auto drawn = stretch(streams_[0], total / 2, config_.seed, epoch, 0);
    for (std::size_t i = 0; i < total / 2; ++i) {
      auto& batch = batches[2 * i / places_];
      batch.push_back(partner_[drawn[i]]);
      batch.push_back(drawn[i]);
    }
  } else {
    // Labels alternate over the whole epoch, so that an odd place falls to one and the other in turn.
    const std::vector drawn{stretch(streams_[0], (total + 1) / 2, config_.seed, epoch, 0),
                            stretch(streams_[1], (total + 1) / 2, config_.seed, epoch, 1)};
    for (std::size_t i = 0; i < total; ++i) batches[i / places_].push_back(drawn[i % 2][i / 2]);
  }
  return batches;
}

}  // namespace unseen
