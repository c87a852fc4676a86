package org.lotusguild.lotus.matrix.send;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.matrix.Figures;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.keys.RoomKeys;
import org.lotusguild.lotus.matrix.keys.RoomPolicies;
import org.lotusguild.lotus.store.Database;

/** What the send queue of an account works with. */
public record SendSetup(
        Database database,
        Vault vault,
        CryptoMachine machine,
        RoomKeys roomKeys,
        RoomPolicies policies,
        Rooms rooms,
        News news,
        MatrixApi api,
        Figures figures,
        InstantSource clock,
        Pause pause,
        RandomGenerator random,
        Turns turns) {}
