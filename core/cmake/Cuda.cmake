# CUDA is an optional language: UNSEEN_HAS_CUDA says whether .cu files are built.

set(UNSEEN_HAS_CUDA OFF)
if(NOT UNSEEN_CUDA STREQUAL "OFF")
  include(CheckLanguage)
  check_language(CUDA)
  if(CMAKE_CUDA_COMPILER)
    set(CMAKE_CUDA_STANDARD 17) # CMake 3.25 knows no CUDA20 for nvcc
    set(CMAKE_CUDA_RUNTIME_LIBRARY Shared) # the same libcudart as LibTorch
    set(CMAKE_CUDA_ARCHITECTURES 80-real 90-real 90-virtual)
    enable_language(CUDA)
    if(CMAKE_CUDA_COMPILER_VERSION VERSION_GREATER_EQUAL 13.0)
      set(UNSEEN_HAS_CUDA ON)
    elseif(UNSEEN_CUDA STREQUAL "ON")
      message(FATAL_ERROR "CUDA 13 wanted (LibTorch 2.11 is built with it), found ${CMAKE_CUDA_COMPILER_VERSION}")
    endif()
  elseif(UNSEEN_CUDA STREQUAL "ON")
    message(FATAL_ERROR "UNSEEN_CUDA=ON, but no CUDA compiler was found: install a CUDA 13 toolkit or set CUDACXX")
  endif()
endif()
message(STATUS "CUDA kernels: ${UNSEEN_HAS_CUDA}")

# unseen_cuda_kernel(NAME SOURCE): kernels/SOURCE, or where there is no CUDA kernels/no_cuda.cpp of the same folder. A
# target of its own, so that a build without CUDA can be checked cheaply.
function(unseen_cuda_kernel name source)
  if(UNSEEN_HAS_CUDA)
    add_library(${name} OBJECT kernels/${source})
  else()
    add_library(${name} OBJECT kernels/no_cuda.cpp)
  endif()
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/core/src)
  target_link_libraries(${name} PRIVATE unseen_warnings)
endfunction()
