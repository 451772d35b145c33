# unseen_add_plugin(KIND NAME SOURCE...): one plugin of KIND (backbone, regularizer, dataset, augmentation).
# In the project its file goes to lib/unseen/plugins/<kind>s/NAME.so of the build tree and of the installation;
# in a project of a user's own, to <kind>s/NAME.so of that project's build folder, so that
# UNSEEN_PLUGIN_PATH=<build folder> finds it.

function(unseen_add_plugin kind name)
  if(NOT kind MATCHES "^(backbone|regularizer|dataset|augmentation)$")
    message(FATAL_ERROR "unseen_add_plugin: unknown kind '${kind}': backbone, regularizer, dataset or augmentation")
  endif()
  set(target ${kind}_${name})
  add_library(${target} MODULE ${ARGN})
  target_link_libraries(${target} PRIVATE unseen::sdk)
  target_link_options(${target} PRIVATE LINKER:-z,defs LINKER:-z,nodelete)
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES PREFIX "" OUTPUT_NAME ${name}
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(kind MATCHES "dataset|augmentation")
    find_package(OpenCV 4 REQUIRED COMPONENTS core imgproc imgcodecs)
    target_include_directories(${target} SYSTEM PRIVATE ${OpenCV_INCLUDE_DIRS})
    target_link_libraries(${target} PRIVATE opencv_core opencv_imgproc opencv_imgcodecs)
  endif()

  if(UNSEEN_IN_TREE)
    target_link_libraries(${target} PRIVATE unseen_warnings fmt::fmt-header-only)
    if(kind MATCHES "backbone|regularizer")
      target_precompile_headers(${target} REUSE_FROM unseen_pch)
    endif()
    set(folder lib/unseen/plugins/${kind}s)
    set_target_properties(${target} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/${folder}
      INSTALL_RPATH "$ORIGIN/../../..;${TORCH_ROOT}/lib")
    install(TARGETS ${target} LIBRARY DESTINATION ${folder})
    set_property(GLOBAL APPEND PROPERTY UNSEEN_PLUGINS ${target})
  else()
    set_target_properties(${target} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/${kind}s)
  endif()
endfunction()
