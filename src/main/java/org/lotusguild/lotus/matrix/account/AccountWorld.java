package org.lotusguild.lotus.matrix.account;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.crypto.seal.VaultKey;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.store.Database;

/**
 * What all accounts of a process share.
 *
 * @param shared whether other processes may use the database: then a lease decides who has an account
 */
public record AccountWorld(
        HttpCaller http,
        Database database,
        boolean shared,
        VaultKey key,
        Machines machines,
        Figures figures,
        InstantSource clock,
        Pause pause,
        SecureRandom random) {}
