package org.lotusguild.lotus.launch;

import java.util.List;

/** Whose tables the program's database holds, in the order of their migrations. */
final class Tables {
    static final List<String> OF_THE_PROGRAM = List.of("crypto", "matrix", "bot", "guild", "webhooks");
    static final List<String> OF_A_CLIENT = List.of("crypto", "matrix");

    private Tables() {}
}
