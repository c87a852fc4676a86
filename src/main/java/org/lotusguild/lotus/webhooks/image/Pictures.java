package org.lotusguild.lotus.webhooks.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.RoomFile;
import org.lotusguild.lotus.store.Database;
import tools.jackson.databind.node.ObjectNode;

/** Brings pictures to the homeserver: each once for clear rooms, each time anew, encrypted, for encrypted ones. */
public final class Pictures {
    private static final Duration ADDRESS_HOLDS = Duration.ofHours(24);
    private static final Duration UNUSED = Duration.ofDays(30);

    private final PictureFetch fetch;
    private final Database database;
    private final InstantSource clock;
    private final ImageStore store = new ImageStore();

    public Pictures(PictureFetch fetch, Database database, InstantSource clock) {
        this.fetch = fetch;
        this.database = database;
        this.clock = clock;
    }

    /**
     * The content of the {@code m.image} that shows what the address leads to; empty if that is no picture.
     *
     * @param allowHosts as in {@link PictureFetch#get}
     * @throws org.lotusguild.lotus.matrix.api.MatrixException if the homeserver does not take it
     */
    public Optional<ObjectNode> content(
            MatrixAccount account, RoomId room, URI address, List<String> allowHosts, boolean plain) {
        if (account.rooms().encrypted(room)) {
            return fetch.get(address, allowHosts, plain).map(picture -> encrypted(account, room, picture));
        }
        String from = from(address, allowHosts, plain);
        return database.read(tx -> store.behind(tx, from, clock.instant().minus(ADDRESS_HOLDS)))
                .or(() -> fetch.get(address, allowHosts, plain).map(picture -> fetched(account, from, picture)))
                .map(Pictures::content);
    }

    /** What one hook may ask for is not there for another that may not. */
    private static String from(URI address, List<String> allowHosts, boolean plain) {
        List<String> parts = new ArrayList<>(List.of(address.toString(), String.valueOf(plain)));
        allowHosts.stream().sorted().forEach(parts::add);
        return sha256(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }

    private KnownPicture fetched(MatrixAccount account, String from, Picture picture) {
        KnownPicture known = known(account, picture);
        database.run(tx -> store.seen(tx, from, sha256(picture.bytes()), clock.instant()));
        return known;
    }

    /** Addresses after a day; pictures that nobody has wanted for thirty days. The homeserver keeps what it has. */
    public void forget() {
        Instant now = clock.instant();
        database.run(tx -> {
            store.forgetAddressesBefore(tx, now.minus(ADDRESS_HOLDS));
            store.forgetUnusedSince(tx, now.minus(UNUSED));
        });
    }

    /** Uploads the picture in clear, unless it is there already. */
    public KnownPicture known(MatrixAccount account, Picture picture) {
        String sha256 = sha256(picture.bytes());
        Optional<KnownPicture> there = database.read(tx -> store.picture(tx, sha256));
        there.ifPresent(known -> database.run(tx -> store.used(tx, sha256, clock.instant())));
        return there.orElseGet(() -> {
            MxcUri uri = inFile(picture, file -> account.media().upload(file, picture.contentType(), name(picture)));
            KnownPicture known = new KnownPicture(
                    uri, picture.contentType(), picture.width(), picture.height(), picture.bytes().length);
            database.run(tx -> store.keep(tx, sha256, known, clock.instant()));
            return known;
        });
    }

    private static ObjectNode encrypted(MatrixAccount account, RoomId room, Picture picture) {
        return inFile(
                picture,
                file -> account.attachments()
                        .upload(
                                room,
                                RoomFile.of(file, name(picture), picture.contentType())
                                        .size(picture.width(), picture.height())));
    }

    private static ObjectNode content(KnownPicture picture) {
        String name = "image." + picture.contentType().substring("image/".length());
        ObjectNode content =
                Json.object().put("msgtype", "m.image").put("body", name).put("filename", name);
        content.put("url", picture.uri().toString());
        content.putObject("m.mentions");
        content.putObject("info")
                .put("mimetype", picture.contentType())
                .put("size", picture.size())
                .put("w", picture.width())
                .put("h", picture.height());
        return content;
    }

    private static String name(Picture picture) {
        return "image." + picture.extension();
    }

    private interface Upload<T> {
        T from(Path file);
    }

    private static <T> T inFile(Picture picture, Upload<T> upload) {
        try {
            Path file = Files.createTempFile("lotus-", ".picture");
            try {
                Files.write(file, picture.bytes());
                return upload.from(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
