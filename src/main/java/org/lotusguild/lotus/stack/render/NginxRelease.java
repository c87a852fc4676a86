package org.lotusguild.lotus.stack.render;

import java.util.List;
import java.util.regex.Pattern;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.StackTrouble;

/** What the release of nginx knows for which the files are written. */
final class NginxRelease {
    private static final Pattern HTTP2 = Pattern.compile("(?m)(?:^|[;{])\\s*http2\\s+o(?:n|ff)\\s*;");

    private NginxRelease() {}

    /** {@code http2} is a word of {@code listen} up to 1.25.0, and a directive from then on. */
    static boolean http2IsDirective(Plan plan) {
        return plan.stack().versions().nginx().atLeast("1.25.1");
    }

    /** @throws StackTrouble with the key, if {@code extra} has what this release refuses, with all else that it reads */
    static void check(Plan plan) {
        if (http2IsDirective(plan)) {
            return;
        }
        plan.extra().nginx().forEach((name, text) -> {
            if (HTTP2.matcher(text).find()) {
                throw StackTrouble.ofKey(
                        List.of("stack", "extra", "nginx", name),
                        "nginx " + plan.stack().versions().nginx() + " knows no directive http2",
                        "Take it out: Lotus switches HTTP/2 on as the release wants it; for a server of your own write"
                                + " listen 443 ssl http2.");
            }
        });
    }
}
