package org.lotusguild.lotus.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.stack.apply.Applied;
import org.lotusguild.lotus.stack.apply.Differences;
import org.lotusguild.lotus.stack.apply.HostTree;
import org.lotusguild.lotus.stack.apply.RenderedFolder;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.render.Samples;

/**
 * The files of five hosts: {@code lotus render} and {@code lotus diff} as commands, from the shell until they end, and the same
 * work in a warm Java. The trees differ in every file.
 */
final class RenderBench {
    private static final String SAMPLE = "five-hosts";
    private static final int WARM = 20;

    private RenderBench() {}

    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Home home = Home.fresh("bench");
        home.writeConfiguration(
                "homeserver: {url: \"http://10.20.0.29:8008\", server-name: example.org, registration: registration.yaml}\n"
                        + Samples.text(SAMPLE));
        Files.createDirectories(home.directory().resolve("secrets"));
        home.secret("vault-key", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
        Lotus lotus = new Lotus(home, System.err::println);
        well(lotus.command("secrets", "init"), 0);
        Path out = home.directory().resolve("rendered");
        String empty = Files.createDirectory(home.directory().resolve("root")).toString();
        List<Double> renders = new ArrayList<>();
        List<Double> diffs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            renders.add(seconds(() -> well(lotus.command("render", "--out", out.toString()), 0)));
            double all = 0;
            for (String host : List.of("auth", "database", "matrix", "proxy", "watch")) {
                all += seconds(() -> well(lotus.command("diff", "--host", host, "--against", empty), 1));
            }
            diffs.add(all / 5);
        }
        System.out.println(Figures.line("lotus render, five hosts", renders, "s"));
        System.out.println(Figures.line("lotus diff, one host of the five", diffs, "s"));
        warm(home.directory());
    }

    /** Plan, files and folder; and what differs of all five hosts. */
    private static void warm(Path folder) {
        List<Double> renders = new ArrayList<>();
        List<Double> diffs = new ArrayList<>();
        RenderedFolder rendered = new RenderedFolder(folder.resolve("warm"));
        Path root = folder.resolve("warm-root");
        for (int round = 0; round < WARM; round++) {
            renders.add(seconds(() -> {
                Plan plan = Samples.plan(SAMPLE);
                rendered.write(plan, Samples.files(plan), Optional.empty());
            }));
            diffs.add(seconds(() -> List.of("auth", "database", "matrix", "proxy", "watch").forEach(host -> {
                HostTree tree = new HostTree(root);
                Differences all = new Differences(tree, new Applied(tree));
                if (all.of(rendered.read(Optional.of(host))).isEmpty()) {
                    throw new AssertionError("nothing differs on " + host);
                }
            })));
        }
        System.out.println(Figures.line("the same in Java: first and others, render", renders, "s"));
        System.out.println(Figures.line("the same in Java: first and others, diff", diffs, "s"));
    }

    private static Lotus.Outcome well(Lotus.Outcome outcome, int code) {
        if (outcome.exit() != code) {
            throw new AssertionError(outcome.toString());
        }
        return outcome;
    }

    private static double seconds(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e9;
    }
}
