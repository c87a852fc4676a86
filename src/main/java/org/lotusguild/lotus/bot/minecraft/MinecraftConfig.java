package org.lotusguild.lotus.bot.minecraft;

import java.nio.charset.StandardCharsets;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.base.config.HostPort;

/**
 * The block {@code bot.minecraft}.
 *
 * @param address of the server's RCON; only on this machine, in a private network or in the compose network
 * @param password {@code rcon.password} of {@code server.properties}
 * @param namesPerUser how many names one member may have on the whitelist
 * @param add the console command: {@code whitelist}, or {@code fwhitelist} for names of Floodgate
 */
public record MinecraftConfig(
        @Default("minecraft:25575") HostPort address,
        Secret password,
        @Default("2") int namesPerUser,
        @Default("whitelist") Whitelist add) {

    public MinecraftConfig {
        int bytes = password.value().getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > Packet.LONGEST_BODY) {
            throw new IllegalArgumentException("password: must have 1 to " + Packet.LONGEST_BODY + " bytes");
        }
        if (namesPerUser < 1 || namesPerUser > 100) {
            throw new IllegalArgumentException("names-per-user: must be 1 to 100");
        }
        if (address.port() == 0) {
            throw new IllegalArgumentException("address: needs a port, for example minecraft:25575");
        }
        PrivateAddress.require(address);
    }

    /** Which list of the server. */
    public enum Whitelist {
        WHITELIST,
        FWHITELIST
    }
}
