package org.lotusguild.lotus.it;

import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The trial that {@code lotus up} makes on an empty home, with people around it; one for the whole test run. The bot's limits are
 * off, so that a test may talk as fast as it likes. It welcomes who joins the space, and has {@link Neighbours} and {@link TrialHooks}.
 */
final class Trial implements Bed, AutoCloseable {
    /** Whoever has it knows the word of the day. */
    static final String WORDLE_SALT = "example";

    private final Lotus lotus;
    private final Oracle oracle;
    private final Neighbours neighbours = new Neighbours();

    private Trial(Lotus lotus, Oracle oracle) {
        this.lotus = lotus;
        this.oracle = oracle;
    }

    static Trial start() {
        Oracle oracle = Oracle.start();
        Trial trial = new Trial(new Lotus(Home.fresh("trial"), oracle::abort), oracle);
        try {
            trial.lotus.up();
            trial.lotus.stop();
            trial.lotus.home().secret("rcon-password", Neighbours.RCON_PASSWORD);
            trial.lotus.home().secret("wordle-salt", WORDLE_SALT);
            trial.lotus.home().bot(trial.settings());
            TrialHooks.into(trial.lotus.home());
            trial.lotus.home().otherPorts();
            trial.lotus.up();
            return trial;
        } catch (RuntimeException | Error e) {
            trial.close();
            throw e;
        }
    }

    private String[] settings() {
        return Stream.concat(Stream.of(Home.LIMITS_OFF, Home.WELCOME, "wordle: {salt: {file: secrets/wordle-salt}}"), Stream.of(neighbours.settings()))
                .toArray(String[]::new);
    }

    @Override
    public Lotus lotus() {
        return lotus;
    }

    @Override
    public Oracle oracle() {
        return oracle;
    }

    @Override
    public Homeserver homeserver() {
        Status status = status();
        return new Homeserver(status.homeserver(), status.serverName(), lotus.home().secret("registration-shared"));
    }

    /** A new client of the trial's guest or admin. */
    Person client(String account) {
        Path file = status().passwordFileOf(account);
        String localpart = status().userOf(account).substring(1).split(":", 2)[0];
        return oracle.login(homeserver(), localpart, lotus.home().password(file));
    }

    @Override
    public void close() {
        lotus.close();
        neighbours.close();
        oracle.close();
    }
}
