package org.lotusguild.lotus.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every package says what it is for, and that nothing in it is null unless it says so. */
class PackagesTest {

    private static List<Path> packages() throws IOException {
        try (Stream<Path> files = Files.walk(MainClasses.SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
        }
    }

    @Test
    void haveAPackageInfoThatSaysWhatTheyAreFor() throws IOException {
        assertThat(packages())
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .exists()
                        .content()
                        .containsPattern("(?s)/\\*\\*.{30,}\\*/"));
    }

    @Test
    void areNullMarked() throws IOException {
        assertThat(packages())
                .isNotEmpty()
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked", "import org.jspecify.annotations.NullMarked;"));
    }
}
