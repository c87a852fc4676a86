package org.lotusguild.lotus.bot.minecraft;

import java.io.IOException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.bot.basic.ServiceCheck;

/** Whether the console of the Minecraft server can be reached. */
public record MinecraftCheck(HostPort server) implements ServiceCheck {
    private static final int LIMIT = 2_000;

    @Override
    public String name() {
        return "minecraft";
    }

    @Override
    public String address() {
        return server.toString();
    }

    @Override
    public Reading check() {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(PrivateAddress.of(server), LIMIT);
            return new Up(Duration.ofNanos(System.nanoTime() - start));
        } catch (UnknownHostException e) {
            return new Down("its host name is not known"); // the message is the name, and everybody may ask
        } catch (IOException e) {
            return new Down(String.valueOf(e.getMessage()));
        }
    }
}
