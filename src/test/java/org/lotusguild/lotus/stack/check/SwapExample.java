package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.LOW;

import java.util.List;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.SettingsFile;

/** How eagerly a host swaps. */
final class SwapExample {
    private static final int EAGER = 30;

    static final List<Check> CHECKS = List.of(Check.of("OS-900", LOW, "The host swaps eagerly")
            .on(Kind.SYSCTL)
            .passes("vm.swappiness is at most 30")
            .because("caches of the database are written to disk while there is memory")
            .source("Linux documentation, sysctl/vm")
            .run(SwapExample::swaps));

    private SwapExample() {}

    private static Stream<Finding> swaps(Facts facts) {
        return facts.settings(Kind.SYSCTL).stream()
                .flatMap(file -> file.all("vm.swappiness")
                        .filter(setting -> eager(setting.value()))
                        .map(setting -> swaps(file, setting)));
    }

    private static boolean eager(String value) {
        return value.matches("\\d{1,3}") && Integer.parseInt(value) > EAGER;
    }

    private static Finding swaps(SettingsFile file, Setting setting) {
        return Finding.failed(file.at(setting), "vm.swappiness = " + setting.value(), "vm.swappiness = 10")
                .fix(Edit.replace(file.file(), setting.line(), "vm.swappiness = 10"));
    }
}
