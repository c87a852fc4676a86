package org.lotusguild.lotus.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The compiled classes of {@code src/main/java}, however the build lays them out. */
final class MainClasses implements ImportOption {
    static final Path SOURCES = Path.of("src/main/java");

    private static final Pattern CLASS_FILE = Pattern.compile(".*/(org/lotusguild/lotus/[^$]*?)(\\$.*)?\\.class");

    static JavaClasses imported() {
        return new ClassFileImporter().withImportOption(new MainClasses()).importPackages(Fences.ROOT);
    }

    @Override
    public boolean includes(Location location) {
        Matcher parts = CLASS_FILE.matcher(location.asURI().getPath());
        return parts.matches() && Files.exists(SOURCES.resolve(parts.group(1) + ".java"));
    }
}
