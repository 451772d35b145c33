# LibTorch as imported targets of our own: torch's package config demands nvcc and rewrites CUDA's flags.
#
#   unseen::torch        what CPU code compiles and links against
#   UNSEEN_TORCH_ROOT    the folder that holds include/ and lib/

if(NOT TORCH_ROOT)
  file(GLOB candidates ${CMAKE_SOURCE_DIR}/.venv/lib/python3*/site-packages/torch)
  find_path(TORCH_ROOT include/torch/headeronly/version.h HINTS ENV TORCH_ROOT ${UNSEEN_RECORDED_TORCH_ROOT} ${candidates}
    NO_DEFAULT_PATH DOC "LibTorch 2.11: the folder that holds include/ and lib/")
endif()
if(NOT EXISTS "${TORCH_ROOT}/include/torch/headeronly/version.h")
  message(FATAL_ERROR "LibTorch 2.11 not found (looked in '${TORCH_ROOT}'): run scripts/setup, or give -DTORCH_ROOT=DIR")
endif()
file(READ ${TORCH_ROOT}/include/torch/headeronly/version.h version_header)
if(NOT version_header MATCHES "VERSION_MAJOR 2\n.*VERSION_MINOR 11\n")
  message(FATAL_ERROR "LibTorch 2.11 wanted, another version found in ${TORCH_ROOT}")
endif()

foreach(lib c10 torch_cpu)
  add_library(unseen::${lib} SHARED IMPORTED GLOBAL)
  set_target_properties(unseen::${lib} PROPERTIES
    IMPORTED_LOCATION ${TORCH_ROOT}/lib/lib${lib}.so IMPORTED_SONAME lib${lib}.so)
endforeach()
add_library(unseen::torch INTERFACE IMPORTED GLOBAL)
target_include_directories(unseen::torch SYSTEM INTERFACE
  ${TORCH_ROOT}/include ${TORCH_ROOT}/include/torch/csrc/api/include)
# torch_cpu stands first and is always kept: libraries loaded after it may bring a slow BLAS (OpenCV's does).
target_link_libraries(unseen::torch INTERFACE unseen::torch_cpu unseen::c10)
target_link_options(unseen::torch INTERFACE LINKER:--no-as-needed)
