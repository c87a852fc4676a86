package org.lotusguild.lotus.stack.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.trial.fake.FakePython;

final class PythonFinderTest {
    @TempDir
    Path path;

    @Test
    void takesThePlainNameFirst() {
        pythons().whole("python3", "3.10");
        pythons().whole("python3.13", "3.13");
        assertThat(find()).isEqualTo(path.resolve("python3"));
    }

    @Test
    void passesOverWhatIsTooOldOrHollow() {
        pythons().whole("python3", "3.9");
        pythons().hollow("python3.13");
        pythons().withoutVenv("python3.12", "3.12");
        pythons().whole("python3.11", "3.11");
        assertThat(find()).isEqualTo(path.resolve("python3.11"));
    }

    @Test
    void saysThatThereIsNone() {
        assertThatThrownBy(this::find)
                .isInstanceOfSatisfying(
                        TrialException.class,
                        e -> assertThat(e.remedy())
                                .contains("apt install python3")
                                .contains("LOTUS_PYTHON"))
                .hasMessageContaining("no Python on the PATH");
    }

    @Test
    void saysHowOldTheOneFoundIs() {
        pythons().whole("python3", "3.9");
        pythons().whole("python", "2.7");
        assertThatThrownBy(this::find).hasMessageContaining("3.9").hasMessageContaining("needs Python 3.10");
    }

    @Test
    void saysThatOnlyVenvIsMissing() {
        pythons().whole("python", "2.7");
        pythons().withoutVenv("python3", "3.11");
        assertThatThrownBy(this::find)
                .isInstanceOfSatisfying(
                        TrialException.class, e -> assertThat(e.remedy()).contains("apt install python3-venv"))
                .hasMessageContaining("Python 3.11")
                .hasMessageContaining("venv");
    }

    @Test
    void obeysAWishByPathAndByName() {
        pythons().whole("python3", "3.11");
        pythons().whole("mine", "3.14");
        assertThat(find(path.resolve("mine").toString())).isEqualTo(path.resolve("mine"));
        assertThat(find("mine")).isEqualTo(path.resolve("mine"));
    }

    @Test
    void refusesAWishThatDoesNotFitThoughAnotherWould() {
        pythons().whole("python3", "3.11");
        pythons().whole("mine", "3.8");
        assertThatThrownBy(() -> find("mine")).hasMessageContaining("LOTUS_PYTHON=mine is Python 3.8");
        assertThatThrownBy(() -> find("/no/such/python")).hasMessageContaining("/no/such/python is no Python");
    }

    private FakePython pythons() {
        return new FakePython(path);
    }

    private Path find(String... wish) {
        Map<String, String> variables =
                wish.length == 0 ? Map.of("PATH", path()) : Map.of("PATH", path(), "LOTUS_PYTHON", wish[0]);
        return new PythonFinder(name -> Optional.ofNullable(variables.get(name))).find();
    }

    private String path() {
        return "/no/such/folder:" + path;
    }
}
