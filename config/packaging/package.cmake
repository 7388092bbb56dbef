# `cpack -G DEB` in a build folder makes the Debian package. Its dependencies are read from the program's own links.
set(packaging ${CMAKE_CURRENT_LIST_DIR})
install(TARGETS switchroom RUNTIME DESTINATION /usr/bin)
install(FILES ${packaging}/switchroom.service DESTINATION /lib/systemd/system)
install(FILES ${PROJECT_SOURCE_DIR}/config/samples/switchroom.yaml DESTINATION /etc/switchroom)
install(FILES ${PROJECT_SOURCE_DIR}/config/samples/workspace.yaml DESTINATION /usr/share/doc/switchroom/examples)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${packaging}/debian/copyright
        DESTINATION /usr/share/doc/switchroom)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME switchroom)
set(CPACK_PACKAGE_CONTACT "The Switchroom authors <switchroom@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "omnichannel message gateway with an integrated router")
set(CPACK_PACKAGE_DESCRIPTION "Switchroom takes messages from the channels on which customers write, keeps them in Redis,\n\
 finds the right person by rules, skills, groups and limits, and tells consoles through Apache Kafka.")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "tzdata, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "redis-server")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${packaging}/debian/postinst ${packaging}/debian/prerm ${packaging}/debian/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
