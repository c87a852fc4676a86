package org.lotusguild.lotus.it;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lotusguild.lotus.bot.ask.FakeModelServer;
import org.lotusguild.lotus.bot.minecraft.FakeRcon;

/** The servers that the trial's bot talks to besides the homeserver: a Minecraft server's console, a model that writes slowly. */
final class Neighbours implements AutoCloseable {
    static final String RCON_PASSWORD = "correct horse";
    /** What the model writes in each quarter of a second. */
    static final String WORDS = "The sky is *blue* because of Rayleigh. ";

    static final int TIMES = 32;

    private static final Duration BETWEEN = Duration.ofMillis(250);

    private final Set<String> whitelist = ConcurrentHashMap.newKeySet();
    private final FakeRcon minecraft = FakeRcon.vanilla(RCON_PASSWORD, this::console);
    private final FakeModelServer model = new FakeModelServer((server, exchange) -> write(FakeModelServer.begin(exchange)));

    private String console(String line) {
        String name = line.substring(line.lastIndexOf(' ') + 1);
        if (name.equals("Stev")) {
            return "That player does not exist";
        }
        return whitelist.add(name) ? "Added " + name + " to the whitelist" : "Player is already whitelisted";
    }

    private static void write(OutputStream out) throws IOException {
        for (int i = 0; i < TIMES; i++) {
            FakeModelServer.line(out, FakeModelServer.word(WORDS));
            Await.elapsed(BETWEEN);
        }
        FakeModelServer.line(out, "{\"done\": true}");
    }

    /** Settings of the bot. */
    String[] settings() {
        return new String[] {
            "minecraft: {address: \"" + minecraft.address() + "\", password: {file: secrets/rcon-password}}",
            "ask: {url: \"" + model.url() + "\"}"
        };
    }

    @Override
    public void close() {
        minecraft.close();
        model.close();
    }
}
