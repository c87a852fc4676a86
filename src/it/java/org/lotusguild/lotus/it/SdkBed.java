package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.account.AccountSetup;
import org.lotusguild.lotus.matrix.account.Identity;
import org.lotusguild.lotus.matrix.account.LocalAccounts;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.sync.Pace;
import tools.jackson.databind.node.ObjectNode;

/** Accounts of the SDK in this process, on a real homeserver, beside the independent client. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SdkBed {
    static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String AS_TOKEN = "as-token-of-the-trial";
    private static final String REGISTRATION = """
            id: sdk
            url: null
            as_token: "%s"
            hs_token: "hs-token-of-the-trial"
            sender_localpart: sdk-service
            rate_limited: false
            io.element.msc4190: true
            namespaces: {users: [{exclusive: true, regex: '@hook_.*:lotus\\.test'}], rooms: [], aliases: []}
            """.formatted(AS_TOKEN);

    private final List<Incoming> heard = new CopyOnWriteArrayList<>();
    final Path synapseHome = Home.fresh("sdk").directory();
    Synapse synapse;
    Oracle oracle;
    private LocalAccounts accounts;

    @TempDir
    Path folder;

    @BeforeAll
    void serve() throws IOException {
        Path registration = Files.writeString(synapseHome.resolve("registration.yaml"), REGISTRATION);
        oracle = Oracle.start();
        synapse = Synapse.prepare(synapseHome);
        synapse.serve(registration);
    }

    @BeforeEach
    void open() {
        heard.clear();
        accounts = LocalAccounts.in(folder);
    }

    @AfterEach
    void close() {
        accounts.close();
    }

    @AfterAll
    void end() {
        synapse.close();
        oracle.close();
    }

    Person person(String hint) {
        return oracle.person(synapse.homeserver(), hint);
    }

    static String hook(String name) {
        return "@hook_" + name + ":lotus.test";
    }

    MatrixAccount service(String name, Pace pace) throws InterruptedException {
        Identity who = new Identity.ServiceUser(UserId.parse(hook(name)), new Secret(AS_TOKEN), false);
        MatrixAccount account = accounts.open(
                AccountSetup.of(URI.create(synapse.homeserver().base()), who, self -> (event, ack) -> heard.add(event))
                        .invites((room, inviter, direct) -> InvitePolicy.Answer.JOIN)
                        .pace(pace));
        account.start();
        return account;
    }

    static RoomId room(Person owner, MatrixAccount account) {
        String room = owner.createRoom(RoomWish.encrypted().inviting(account.user().value()));
        owner.awaitJoin(room, account.user().value());
        Await.until(LIMIT, "the room to be shown by sync", () -> account.rooms().joined().contains(RoomId.parse(room)));
        return RoomId.parse(room);
    }

    static EventId say(MatrixAccount account, RoomId room, String text) throws InterruptedException {
        return send(account, room, "m.room.message", MessageContent.text(Doc.plain(text)));
    }

    static EventId send(MatrixAccount account, RoomId room, String type, ObjectNode content)
            throws InterruptedException {
        Ticket.Outcome outcome =
                account.sender().send(room, type, content, SendOptions.interactive()).await(LIMIT);
        assertThat(outcome).isInstanceOf(Ticket.Sent.class);
        return ((Ticket.Sent) outcome).event();
    }

    static Predicate<Incoming> message(String body) {
        return event -> event instanceof Incoming.Message message && message.body().equals(body) && !event.meta().late();
    }

    Incoming hears(Predicate<Incoming> wanted) {
        Await.until(LIMIT, "an event to be heard, but there were only " + heard, () -> first(wanted).isPresent());
        return first(wanted).orElseThrow();
    }

    private Optional<Incoming> first(Predicate<Incoming> wanted) {
        return heard.stream().filter(wanted).findFirst();
    }
}
