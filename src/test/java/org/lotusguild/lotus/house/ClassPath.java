package org.lotusguild.lotus.house;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.stream.Stream;

/** The class path of the running tests, whether the runner put it on the command line or into a class loader. */
final class ClassPath {
    private ClassPath() {}

    static List<String> entries() {
        if (ClassPath.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs()).map(URL::getPath).toList();
        }
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
    }
}
