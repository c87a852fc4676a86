package org.lotusguild.lotus.stack.plan;

import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.stack.facts.Release;

/**
 * The versions that the files are written for. Where nothing is said: what the trial installs (Synapse), and for the others the
 * oldest that a supported Debian has, whose syntax the newer ones take as well.
 */
public record Versions(
        @Default(Versions.NEWEST_SYNAPSE) Release synapse,
        @Default("15") Release postgresql,
        @Default("1.22.1") Release nginx,
        @Default("4.6.1") Release coturn,
        @Default("1.11.0") Release livekit) {
    public static final String NEWEST_SYNAPSE = "1.163.2";
}
