# The layout of DESIGN's build tree under a prefix that may move: libraries find each other by $ORIGIN, LibTorch where it
# was when this was built.
include(CMakePackageConfigHelpers)

set(package_folder lib/cmake/unseen)
install(TARGETS unseen RUNTIME DESTINATION bin)
install(TARGETS unseen_base unseen_sdk EXPORT unseenTargets LIBRARY DESTINATION lib)
install(TARGETS unseen_train LIBRARY DESTINATION lib/unseen)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/core/include/unseen DESTINATION include)
install(FILES ${PROJECT_BINARY_DIR}/include/unseen/stamp.hpp DESTINATION include/unseen)
install(EXPORT unseenTargets FILE unseenTargets.cmake NAMESPACE unseen:: DESTINATION ${package_folder})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/unseenConfig.cmake.in ${PROJECT_BINARY_DIR}/unseenConfig.cmake
  INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/unseenConfigVersion.cmake COMPATIBILITY ExactVersion)
install(FILES ${PROJECT_BINARY_DIR}/unseenConfig.cmake ${PROJECT_BINARY_DIR}/unseenConfigVersion.cmake
  core/cmake/LibTorch.cmake core/cmake/UnseenPlugin.cmake DESTINATION ${package_folder})
