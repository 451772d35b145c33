# The build stamp: what a plugin and the program must agree on before the plugin is loaded. It is made from the
# SDK's headers and LibTorch's file themselves, so nobody has to remember to raise a version.

file(GLOB sdk_headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/core/include/unseen/*.hpp)
set(sdk_text "")
foreach(header ${sdk_headers})
  file(SHA256 ${header} hash)
  string(APPEND sdk_text ${hash})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
endforeach()
string(SHA256 sdk_hash "${sdk_text}")
string(SUBSTRING ${sdk_hash} 0 8 UNSEEN_SDK_HASH)

# Hashing 400 MB takes a second: kept until the file changes.
file(TIMESTAMP ${TORCH_ROOT}/lib/libtorch_cpu.so torch_time "%s")
if(NOT UNSEEN_TORCH_TIME STREQUAL "${TORCH_ROOT} ${torch_time}")
  file(SHA256 ${TORCH_ROOT}/lib/libtorch_cpu.so torch_hash)
  string(SUBSTRING ${torch_hash} 0 8 torch_hash)
  set(UNSEEN_TORCH_HASH ${torch_hash} CACHE INTERNAL "")
  set(UNSEEN_TORCH_TIME "${TORCH_ROOT} ${torch_time}" CACHE INTERNAL "")
endif()

configure_file(${CMAKE_CURRENT_SOURCE_DIR}/core/cmake/stamp.hpp.in ${CMAKE_BINARY_DIR}/include/unseen/stamp.hpp @ONLY)
