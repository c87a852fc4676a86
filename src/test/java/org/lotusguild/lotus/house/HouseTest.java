package org.lotusguild.lotus.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house keeps its fences; see {@link Fences} for each and its reason. */
class HouseTest {
    private static final JavaClasses MAIN = MainClasses.imported();

    static Stream<Named<ArchRule>> fences() {
        return Fences.all().entrySet().stream().map(entry -> Named.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("fences")
    void keepsTheFence(ArchRule fence) {
        fence.check(MAIN);
    }

    @Test
    void looksAtEveryFileOfTheProgram() throws IOException {
        try (Stream<java.nio.file.Path> files = Files.walk(MainClasses.SOURCES)) {
            long sources = files.filter(
                            file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .count();
            long imported = MAIN.stream()
                    .filter(type ->
                            !type.isNestedClass() && !type.getSimpleName().equals("package-info"))
                    .count();
            assertThat(imported).isGreaterThanOrEqualTo(sources).isPositive();
        }
    }
}
