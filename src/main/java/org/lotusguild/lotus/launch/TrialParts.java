package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.trial.ChildProcess;
import org.lotusguild.lotus.stack.trial.ProgramState;
import org.lotusguild.lotus.stack.trial.Trial;

/** The programs of a trial as parts of the status. */
final class TrialParts {
    private static final String HOMESERVER = "homeserver";

    private TrialParts() {}

    static List<String> names(Trial trial) {
        return Stream.concat(
                        Stream.of(HOMESERVER),
                        trial.around().stream().map(child -> child.program().name()))
                .toList();
    }

    /** With whom the homeserver starts, for the end of a sentence; empty if it is alone. */
    static String around(Trial trial) {
        return trial.around().isEmpty()
                ? ""
                : trial.around().stream()
                        .map(child -> child.program().name())
                        .collect(Collectors.joining(", ", " with ", ""));
    }

    /** From now on the status asks the programs themselves. */
    static void show(Trial trial, StatusBoard board) {
        board.part(HOMESERVER, () -> part(trial.state(), ""));
        for (ChildProcess child : trial.around()) {
            board.part(
                    child.program().name(),
                    () -> part(child.state(), child.program().place()));
        }
    }

    private static Status.Part part(ProgramState state, String place) {
        return switch (state) {
            case RUNNING -> new Status.Part(PartState.READY, place);
            case STARTING -> new Status.Part(PartState.STARTING, "");
            case DOWN -> new Status.Part(PartState.STARTING, "it ended by itself and is being started again");
            case STOPPED -> new Status.Part(PartState.FAILED, "stopped");
        };
    }
}
