package org.lotusguild.lotus.webhooks.hook;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.base.config.Size;
import org.lotusguild.lotus.base.id.RoomAlias;
import org.lotusguild.lotus.base.id.RoomId;

/**
 * A hook that stands in the file.
 *
 * @param service the formatter that is tried first
 * @param id the last part of its address; absent: made at the first start and kept in the database
 * @param also ids that work as well
 * @param auth any one suffices; none: whoever knows the address may post
 * @param allowAddresses addresses or networks that may post; none: all
 * @param as the local part of its own user, or its end after {@code user-prefix}
 * @param get whether GET is answered too, the query as the body
 * @param wait_ whether the sender is answered after delivery
 * @param dump whether JSON that nobody knows is posted as it is
 * @param strict whether a script that gives nothing posts nothing
 * @param plainImages whether pictures may come over http
 * @param expires the last day on which it works, in UTC
 */
public record HookConfig(
        String name,
        Optional<String> service,
        Optional<Secret> id,
        List<Secret> also,
        List<AuthConfig> auth,
        List<String> allowAddresses,
        List<Target> rooms,
        Optional<String> as,
        Optional<Size> maxBody,
        @Default("false") boolean get,
        @Default("false") boolean wait_,
        @Default("false") boolean dump,
        @Default("false") boolean strict,
        Optional<Transform> transform,
        @Default("thread") Images images,
        List<String> allowHosts,
        @Default("false") boolean plainImages,
        @Default("edit+thread") Lifecycle lifecycle,
        @Default("20s") Duration groupWindow,
        @Default("public") Links link,
        @Default("hide") Tickets privateTickets,
        Optional<LocalDate> expires) {
    /** As in {@code guild.rooms}. */
    private static final Pattern KEY = Pattern.compile("[a-z0-9-]+");

    public HookConfig {
        HookName.require("name", name);
        if (rooms.isEmpty()) {
            throw new IllegalArgumentException(
                    "rooms: names no room; write rooms: [{ room: \"#alerts:example.org\" }]");
        }
        rooms.forEach(target -> requireRoom("rooms", target.room()));
        if (id.isPresent() && id.get().value().contains("/")) {
            throw new IllegalArgumentException("id: holds a slash, which no id may have");
        }
        if (get && !auth.isEmpty() && auth.stream().allMatch(way -> way.kind().signs())) {
            throw new IllegalArgumentException(
                    "get: no signature covers the query of a GET; take get out, or add auth of another kind");
        }
        maxBody.ifPresent(most -> requireBody("max-body", most));
        requireNetworks("allow-addresses", allowAddresses);
    }

    /** Where links of films and records go. */
    public enum Links {
        PUBLIC,
        APPLICATION
    }

    /** Whether tickets that not everybody may read are shown whole. */
    public enum Tickets {
        HIDE,
        SHOW
    }

    /** @param file of a script */
    public record Transform(Path file) {
        private static final int LONGEST = 1 << 20;

        /**
         * What stands in it.
         *
         * @param hook for the message
         * @throws IllegalArgumentException if it cannot be read
         */
        public String source(String hook) {
            try {
                if (Files.size(file) > LONGEST) {
                    throw new IllegalArgumentException("the script of hook " + hook + " is larger than 1 MiB");
                }
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalArgumentException("the script of hook " + hook + " cannot be read: " + file, e);
            }
        }
    }

    /** Whether a room could be called so; whether there is one is for the homeserver to say. */
    static void requireRoom(String key, String text) {
        try {
            if (text.startsWith("#")) {
                RoomAlias.parse(text);
            } else if (text.startsWith("!")) {
                RoomId.parse(text);
            } else if (!KEY.matcher(text).matches()) {
                throw new IllegalArgumentException("no key");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    key + ": \"" + text
                            + "\" is no room, write \"#alerts:example.org\", \"!id:example.org\" or a key of"
                            + " guild.rooms",
                    e);
        }
    }

    static void requireBody(String key, Size most) {
        if (most.bytes() < 1 || most.bytes() > WebhooksConfig.MOST.bytes()) {
            throw new IllegalArgumentException(key + ": must be 1B to " + WebhooksConfig.MOST);
        }
    }

    static void requireNetworks(String key, List<String> networks) {
        for (String text : networks) {
            int slash = text.indexOf('/');
            try {
                int most = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                                .getAddress()
                                .length
                        * 8;
                int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
                if (bits >= 0 && bits <= most) {
                    continue;
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(notNetwork(key, text), e);
            }
            throw new IllegalArgumentException(notNetwork(key, text));
        }
    }

    private static String notNetwork(String key, String text) {
        return key + ": \"" + text + "\" is no address and no network, write 10.0.0.1 or 10.0.0.0/8";
    }
}
