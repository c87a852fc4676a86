package org.lotusguild.lotus.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a crowd is welcomed that joins the space at once, Lotus killed meanwhile as often as wanted: until each has an invite into a
 * chat, and how that compares with the bare calls that make as many chats; then all come in and are asked. Lotus may be held until all
 * have joined: the homeserver has as much to do with a join as with a chat, so that the crowd comes no faster than it is welcomed. At last Lotus forgets
 * everybody and starts as if for the first time. Counted in the databases of Lotus and Synapse.
 */
final class WelcomeBench {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final int AT_ONCE = 4;
    private static final String GUILD = """

            guild: {name: Crowd, admins: ["@crowd_0:lotus.test"], rooms: {general: {name: General, join: public}}}
            """;
    private static final String INVITES =
            "select room_id, count(*) as n from room_memberships where membership = 'invite' group by room_id";
    private static final String QUESTIONS =
            "select room_id, count(*) as n from events where type = 'm.room.encrypted' group by room_id";

    private final Lotus lotus;
    private final Crowd crowd;
    private final int size;
    private final int kills;
    private final boolean held;
    private final Path ours;
    private final Path theirs;

    private WelcomeBench(Lotus lotus, Crowd crowd, int size, int kills, boolean held, Path theirs) {
        this.lotus = lotus;
        this.crowd = crowd;
        this.size = size;
        this.kills = kills;
        this.held = held;
        this.ours = lotus.home().directory().resolve("lotus.db");
        this.theirs = theirs;
    }

    public static void main(String[] args) throws Exception {
        int size = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        int kills = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        boolean held = args.length > 2 && args[2].equals("held");
        Home home = Home.fresh("welcome");
        Path server = Files.createDirectory(home.directory().resolveSibling(home.directory().getFileName() + "-synapse"));
        Path registration = Files.writeString(server.resolve("crowd.yaml"), Crowd.REGISTRATION);
        Lotus lotus = new Lotus(home, why -> {});
        try (Synapse synapse = Synapse.prepare(server)) {
            ExistingServer.init(lotus, synapse.homeserver(), "--own");
            home.bot(Home.LIMITS_OFF, "welcome: {rooms: [general], fallback-room: general}");
            String yaml = Files.readString(home.configuration());
            home.writeConfiguration(yaml.replaceAll("(?ms)^guild:.*?(?=^\\S|\\z)", "") + GUILD);
            synapse.serve(home.directory().resolve("registration.yaml"), registration);
            Crowd crowd = new Crowd(synapse.homeserver(), size);
            crowd.register();
            lotus.up();
            boolean good = new WelcomeBench(lotus, crowd, size, kills, held, server.resolve("homeserver.db")).run();
            if (!good) {
                System.exit(1);
            }
        } finally {
            lotus.close();
        }
    }

    private boolean run() {
        String space = lotus.status().room("space");
        crowd.join(0, space);
        crowd.each(AT_ONCE, i -> {
            if (i > 0) {
                crowd.as(0, "POST", "/_matrix/client/v3/rooms/" + Crowd.encoded(space) + "/invite",
                        Json.object().put("user_id", crowd.user(i)));
            }
        });
        Await.until(LIMIT, "the host to be welcomed", () -> count("room is not null") == 1);
        double before = Usage.residentMegabytes(lotus.status().pid());
        if (held) {
            lotus.hold();
        }
        long start = System.nanoTime();
        crowd.each(16, i -> crowd.join(i, space));
        long joined = System.nanoTime();
        if (held) {
            lotus.release();
        }
        int early = count("state = 'INVITED'");
        for (int kill = 1; kill <= kills; kill++) {
            int some = size * kill / (kills + 1);
            Await.until(LIMIT, some + " to be invited", () -> count("state = 'INVITED'") >= some);
            lotus.killAtOnce();
            lotus.up();
        }
        Await.until(LIMIT, "all to be invited", () -> count("state = 'INVITED'") == size);
        long end = System.nanoTime();
        double invited = (end - start) / 1e9;
        double alone = (size - early) / ((end - joined) / 1e9);
        double grown = Usage.residentMegabytes(lotus.status().pid()) - before;
        double bare = bare();
        List<String> chats = texts(ours, "select room from bot_welcome where state = 'INVITED' order by guest");
        List<String> guests = texts(ours, "select guest from bot_welcome where state = 'INVITED' order by guest");
        crowd.each(AT_ONCE, i -> crowd.join(Integer.parseInt(guests.get(i).replaceAll("\\D", "")), chats.get(i)));
        Await.until(LIMIT, "all to be asked", () -> count("message is not null") == size);
        System.out.printf("guests: %d; kills: %d; invited into a chat each after %.1f s, %.1f a second%n",
                size, kills, invited, size / invited);
        System.out.printf("bare createRoom, %d at once: %.1f s, %.1f a second; Lotus reaches %.0f %% of that%n",
                AT_ONCE, bare, size / bare, 100 * bare / invited);
        System.out.printf("after %.1f s all had joined and %d were invited; from then on %.1f a second, %.0f %% of the bare calls%n",
                (joined - start) / 1e9, early, alone, 100 * alone * bare / size);
        System.out.printf("resident: %.0f MB more than before%n", grown);
        long uninvited = odd(INVITES, chats);
        long unasked = odd(QUESTIONS, chats);
        long twice = withSeveralChats(chats.getFirst());
        System.out.printf("chats with other than one invite: %d; with other than one question: %d; guests with more than one chat: %d%n",
                uninvited, unasked, twice);
        return uninvited + unasked + twice + again() == 0;
    }

    private double bare() {
        long begin = System.nanoTime();
        crowd.each(AT_ONCE, i -> crowd.as(0, "POST", "/_matrix/client/v3/createRoom", chatWith(crowd.user(1 + i % (size - 1)))));
        return (System.nanoTime() - begin) / 1e9;
    }

    /** As Lotus makes one. */
    private static ObjectNode chatWith(String guest) {
        return Json.parseObject("""
                {"preset": "private_chat", "is_direct": true, "invite": ["%s"], "initial_state": [
                  {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}},
                  {"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": "invited"}}]}
                """.formatted(guest));
    }

    /** Whom Lotus has invited into more than one room; the admin of the guild is invited into its rooms. */
    private long withSeveralChats(String chat) {
        return texts(theirs, """
                select user_id from room_memberships
                where membership = 'invite' and user_id <> '%s'
                    and sender = (select sender from room_memberships where membership = 'invite' and room_id = '%s')
                group by user_id having count(distinct room_id) > 1
                """.formatted(crowd.user(0), chat)).size();
    }

    /** The first start in a space that is full already: nobody is written to. Answers what was sent. */
    private long again() {
        lotus.stop();
        write("delete from bot_welcome");
        int before = texts(theirs, "select event_id from events where type = 'm.room.encrypted'").size();
        lotus.up();
        Await.until(LIMIT, "all to be taken for old members", () -> count("state = 'BASELINE'") == size + 1);
        Await.elapsed(Duration.ofSeconds(5));
        int sent = texts(theirs, "select event_id from events where type = 'm.room.encrypted'").size() - before;
        System.out.printf("first start in a space of %d: messages: %d%n", size, sent);
        return sent;
    }

    private long odd(String query, List<String> chats) {
        List<String> counted = texts(theirs, "select room_id || ' ' || n from (" + query + ")");
        return chats.stream().filter(room -> !counted.contains(room + " 1")).count();
    }

    private int count(String where) {
        return Integer.parseInt(
                texts(ours, "select count(*) from bot_welcome where " + where).getFirst());
    }

    private void write(String change) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ours);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(change);
        } catch (SQLException e) {
            throw new IllegalStateException(change, e);
        }
    }

    private static List<String> texts(Path database, String query) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
