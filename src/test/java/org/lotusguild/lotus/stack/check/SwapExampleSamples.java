package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

final class SwapExampleSamples {
    static final List<Sample> ALL = List.of(
            fails("OS-900", "sysctl.conf:2", "=== sysctl.conf", "net.core.somaxconn = 4096", "vm.swappiness = 60"),
            passes("OS-900", "=== sysctl.conf", "vm.swappiness = 10"));

    private SwapExampleSamples() {}
}
