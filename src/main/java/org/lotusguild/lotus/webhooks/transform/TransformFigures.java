package org.lotusguild.lotus.webhooks.transform;

import org.lotusguild.lotus.base.metric.Counters;
import org.lotusguild.lotus.base.metric.Histogram;
import org.lotusguild.lotus.base.metric.Metrics;
import org.lotusguild.lotus.script.Kind;
import org.lotusguild.lotus.script.Outcome;
import org.lotusguild.lotus.script.Run;

/** What is counted of scripts. */
public final class TransformFigures {
    private final Counters<End> ends;
    private final Histogram seconds;

    /** How a run ended; one that found no room is counted each time it is tried. */
    enum End {
        POSTED,
        EMPTY,
        SYNTAX,
        THROWN,
        TIME,
        MEMORY,
        OUTPUT,
        INPUT,
        SHAPE,
        BUSY,
        ENGINE
    }

    public TransformFigures(Metrics metrics) {
        ends = metrics.counters(
                "lotus_webhook_transform_total", "What scripts came to", new Metrics.Label<>("outcome", End.class));
        seconds = metrics.histogram(
                "lotus_webhook_transform_seconds",
                "Processor time of a script's run",
                0.001,
                0.0025,
                0.005,
                0.01,
                0.025,
                0.05,
                0.1,
                0.25,
                0.5,
                1);
    }

    void count(Run run) {
        End end = end(run.outcome());
        ends.of(end).add();
        if (end != End.BUSY) {
            seconds.observe(run.cpu());
        }
    }

    private static End end(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Posted _ -> End.POSTED;
            case Outcome.Empty _ -> End.EMPTY;
            case Outcome.Failed failed -> end(failed.kind());
        };
    }

    private static End end(Kind kind) {
        return switch (kind) {
            case SYNTAX -> End.SYNTAX;
            case THROWN -> End.THROWN;
            case TIME -> End.TIME;
            case MEMORY -> End.MEMORY;
            case OUTPUT -> End.OUTPUT;
            case INPUT -> End.INPUT;
            case SHAPE -> End.SHAPE;
            case BUSY -> End.BUSY;
            case ENGINE -> End.ENGINE;
        };
    }
}
