package org.lotusguild.lotus.stack.secrets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.tool.Tool;

/** Whether git keeps what lies in a folder, or would. */
final class GitWatch {
    private static final int IGNORED = 0;

    private GitWatch() {}

    /** @throws StackTrouble if git keeps files of the folder, or would take them */
    static void refuse(Path folder) {
        trouble(folder).ifPresent(what -> {
            throw new StackTrouble(what, "");
        });
    }

    /** What is wrong and what to do; empty where git has no hand in it. */
    static Optional<String> trouble(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Optional<Path> tree = workTree(absolute);
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        Tool.Outcome kept = git(absolute, "ls-files", "--", ".");
        if (!kept.ok()) {
            return Optional.of("whether git keeps " + absolute + " cannot be told: " + kept.words()
                    + "; install git, or move the folder out of " + tree.get());
        }
        if (!kept.out().isBlank()) {
            return Optional.of("git keeps files of " + absolute + " ("
                    + kept.out().lines().findFirst().orElse("")
                    + "); run git rm --cached on them, make new secrets, and clean the history");
        }
        boolean ignored = git(absolute, "check-ignore", "-q", "any-secret").exit() == IGNORED;
        return ignored
                ? Optional.empty()
                : Optional.of("git would keep " + absolute + "; add it to .gitignore of " + tree.get());
    }

    private static Tool.Outcome git(Path folder, String... words) {
        String[] command = new String[words.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = folder.toString();
        System.arraycopy(words, 0, command, 3, words.length);
        return Tool.of(command).run();
    }

    private static Optional<Path> workTree(Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }
}
