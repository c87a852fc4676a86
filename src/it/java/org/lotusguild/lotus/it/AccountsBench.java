package org.lotusguild.lotus.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.account.AccountSetup;
import org.lotusguild.lotus.matrix.account.Identity;
import org.lotusguild.lotus.matrix.account.LocalAccounts;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.sync.Pace;

/**
 * What an encrypted account of many in one process costs while it rests: memory above the first one, and requests. Each has
 * sent one message into an encrypted room of ten. Half of them listen, half only write.
 */
final class AccountsBench {
    private static final int A_ROOM = 10;
    private static final Duration REST = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TOKEN = "as-token-of-the-bench";
    private static final String REGISTRATION = """
            id: sdk
            url: null
            as_token: "%s"
            hs_token: "hs-token-of-the-bench"
            sender_localpart: sdk-service
            rate_limited: false
            io.element.msc4190: true
            namespaces: {users: [{exclusive: true, regex: '@hook_.*:lotus\\.test'}], rooms: [], aliases: []}
            """.formatted(TOKEN);

    private AccountsBench() {}

    /** Memory in megabytes. */
    private record Reading(double resident, double heap) {
        static Reading now() {
            System.gc();
            double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
            return new Reading(Usage.residentMegabytes(ProcessHandle.current().pid()), heap);
        }
    }

    public static void main(String[] args) throws Exception {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        Path home = Home.fresh("accounts").directory();
        Path registration = Files.writeString(home.resolve("registration.yaml"), REGISTRATION);
        List<MatrixAccount> open = new ArrayList<>();
        try (Synapse synapse = Synapse.prepare(home)) {
            synapse.serve(registration);
            try (LocalAccounts accounts = LocalAccounts.in(home.resolve("lotus"))) {
                open.add(service(accounts, synapse, 0));
                RoomId room = room(open.getFirst());
                say(open.getFirst(), room);
                Await.elapsed(Duration.ofSeconds(5));
                Reading first = Reading.now();
                long begin = System.nanoTime();
                for (int n = 1; n < count; n++) {
                    MatrixAccount next = service(accounts, synapse, n);
                    open.add(next);
                    if (n % A_ROOM == 0) {
                        room = room(next);
                    } else {
                        next.rooms().join(room, List.of());
                    }
                    say(next, room);
                }
                double started = (System.nanoTime() - begin) / 1e9;
                Await.elapsed(Duration.ofSeconds(20));
                double cpu = cpuSeconds();
                Await.elapsed(REST);
                double idle = (cpuSeconds() - cpu) / REST.toSeconds() * 1000;
                report(count, first, Reading.now(), started, idle);
                closeAll(open);
            }
        }
    }

    private static void report(int count, Reading first, Reading all, double started, double idle) {
        int more = count - 1;
        System.out.printf("accounts in one process: %d, each with one message sent into an encrypted room of ten%n", count);
        System.out.printf("resident: %.0f MB with one, %.0f MB with all, %.2f MB an account%n",
                first.resident(), all.resident(), (all.resident() - first.resident()) / more);
        System.out.printf("heap after a collection: %.1f MB with one, %.1f MB with all, %.2f MB an account%n",
                first.heap(), all.heap(), (all.heap() - first.heap()) / more);
        System.out.printf("start, join and first message: %.2f s an account%n", started / more);
        System.out.printf("processor at rest: %.2f ms a second for all%n", idle);
    }

    private static MatrixAccount service(LocalAccounts accounts, Synapse synapse, int n) throws InterruptedException {
        UserId user = UserId.parse("@hook_" + n + ":lotus.test");
        MatrixAccount account = accounts.open(AccountSetup.of(
                        URI.create(synapse.homeserver().base()),
                        new Identity.ServiceUser(user, new Secret(TOKEN), false),
                        self -> (event, ack) -> {})
                .invites((room, inviter, direct) -> InvitePolicy.Answer.JOIN)
                .pace(n % 2 == 0 ? Pace.LISTENING : Pace.WRITING));
        account.start();
        return account;
    }

    private static RoomId room(MatrixAccount maker) {
        return maker.rooms().create(Json.parseObject("""
                {"preset": "public_chat", "initial_state": [{"type": "m.room.encryption", "state_key": "",
                 "content": {"algorithm": "m.megolm.v1.aes-sha2"}}]}
                """));
    }

    private static void say(MatrixAccount account, RoomId room) throws InterruptedException {
        Ticket.Outcome outcome = account.sender()
                .send(room, "m.room.message", MessageContent.notice(Doc.plain("hello")), SendOptions.interactive())
                .await(LIMIT);
        if (!(outcome instanceof Ticket.Sent)) {
            throw new IllegalStateException(account.user() + " could not send: " + outcome);
        }
    }

    private static void closeAll(List<MatrixAccount> open) throws Exception {
        for (MatrixAccount account : open) {
            account.close();
        }
    }

    private static double cpuSeconds() {
        return Usage.cpuSeconds(List.of(ProcessHandle.current()));
    }
}
