package org.lotusguild.lotus.stack.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All checks, ordered by id. */
public final class Catalogue {
    private static final List<Check> ALL = Stream.of(
                    SynapseKeys.CHECKS,
                    SynapseValues.CHECKS,
                    SynapseFiles.CHECKS,
                    SynapseDoors.CHECKS,
                    ListenerCollisions.CHECKS,
                    SynapseRoutes.CHECKS,
                    SynapseAccounts.CHECKS,
                    Federation.CHECKS,
                    SynapseCalls.CHECKS,
                    SynapseUpkeep.CHECKS,
                    SynapseRunning.CHECKS,
                    ServiceUsers.CHECKS,
                    SynapseDatabase.CHECKS,
                    Workers.CHECKS,
                    SignIn.CHECKS,
                    Coturn.CHECKS,
                    CoturnPeers.CHECKS,
                    CoturnLimits.CHECKS,
                    CoturnRenewal.CHECKS,
                    CoturnRunning.CHECKS,
                    LiveKitKeys.CHECKS,
                    LiveKit.CHECKS,
                    LiveKitUnits.CHECKS,
                    WellKnown.CHECKS,
                    NginxProxy.CHECKS,
                    NginxTls.CHECKS,
                    Fail2ban.CHECKS,
                    PgAccess.CHECKS,
                    Postgres.CHECKS,
                    PgMemory.CHECKS,
                    PgRunning.CHECKS,
                    PgTables.CHECKS,
                    BackupCare.CHECKS,
                    Hookshot.CHECKS,
                    Sygnal.CHECKS,
                    CinnySite.CHECKS,
                    NetworkDoors.CHECKS,
                    Forwards.CHECKS,
                    SecretsKept.CHECKS,
                    ScriptAnswers.CHECKS,
                    Kernel.CHECKS,
                    Monitoring.CHECKS,
                    LiveWeb.CHECKS,
                    Judges.CHECKS,
                    Directory.CHECKS,
                    ReadFiles.CHECKS,
                    IgnoreFile.CHECKS)
            .flatMap(List::stream)
            .sorted(Comparator.comparing(Check::id))
            .toList();

    private Catalogue() {}

    public static List<Check> all() {
        return ALL;
    }

    public static Optional<Check> find(CheckId id) {
        return ALL.stream().filter(check -> check.id().equals(id)).findFirst();
    }
}
