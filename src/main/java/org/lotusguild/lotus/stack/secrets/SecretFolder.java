package org.lotusguild.lotus.stack.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.OwnFiles;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.StackTrouble;
import org.lotusguild.lotus.stack.render.SecretValues;

/** The folder {@code secrets/}: 0700, its files 0600, and never in git. */
public final class SecretFolder implements SecretValues {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final String FORMER = ".former";

    private final Path folder;
    private final Optional<Path> registration;
    private final SecretMaker maker;

    /** @param registration the application service's file, where Lotus has one */
    public SecretFolder(Path folder, Optional<Path> registration, SecureRandom random) {
        this.folder = folder;
        this.registration = registration;
        this.maker = new SecretMaker(random);
    }

    /**
     * Makes the secrets that are not there yet.
     *
     * @return those that were made
     * @throws StackTrouble if git would keep them, or the folder cannot be used
     */
    public List<SecretName> init() {
        prepare(folder);
        List<SecretName> made = new ArrayList<>();
        for (SecretName name : SecretName.values()) {
            if (!Files.exists(file(name))) {
                write(name);
                made.add(name);
            }
        }
        return made;
    }

    /**
     * Keeps secrets of an installation that was there before, and makes the others. What is in the folder already stays.
     *
     * @throws StackTrouble as {@link #init}
     */
    public void adopt(Map<SecretName, Secret> found) {
        prepare(folder);
        found.forEach((name, secret) -> {
            if (!Files.exists(file(name))) {
                write(file(name), secret);
            }
        });
        init();
    }

    /**
     * Makes the folder ready for the first secret, as whoever writes one asks before.
     *
     * @throws StackTrouble if git would keep what lies in it, or it cannot be used
     */
    public static void prepare(Path folder) {
        close(folder);
        GitWatch.refuse(folder);
    }

    /** Makes a folder that only its owner may enter. The ignore file comes first: no moment shows a secret to git. */
    public static void close(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, FOLDER);
            Path ignore = folder.resolve(".gitignore");
            if (!Files.exists(ignore)) {
                Path fresh = folder.resolve(".gitignore.new"); // never half of it, and nothing through a link
                OwnFiles.write(fresh, "*\n");
                Files.move(fresh, ignore, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private void write(SecretName name) {
        Secret plain = name == SecretName.OIDC_CLIENT_DIGEST ? value(SecretName.OIDC_CLIENT) : new Secret("");
        write(file(name), maker.made(name, plain));
    }

    private void write(Path file, Secret value) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(FILE));
            Files.writeString(fresh, value.value() + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /**
     * Makes the secret anew. The old one of TURN stays beside it, since coturn takes two.
     *
     * @throws StackTrouble if it follows another one, or was never made
     */
    public void rotate(SecretName name) {
        if (name == SecretName.OIDC_CLIENT_DIGEST) {
            throw new StackTrouble(name + " is the digest of " + SecretName.OIDC_CLIENT, "Rotate that one.");
        }
        prepare(folder);
        Secret old = value(name);
        if (name == SecretName.TURN) {
            write(former(file(name)), old);
        }
        write(name);
        if (name == SecretName.OIDC_CLIENT) {
            write(SecretName.OIDC_CLIENT_DIGEST);
        }
    }

    /** Forgets the old value of TURN, which coturn took as well until now. Answers whether there was one. */
    public boolean settle() {
        try {
            return Files.deleteIfExists(former(file(SecretName.TURN)));
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    @Override
    public Secret value(SecretName name) {
        Path file = file(name);
        if (!Files.exists(file)) {
            throw new StackTrouble("the secret " + name + " was never made", "Run lotus secrets init.");
        }
        return read(file);
    }

    @Override
    public Optional<Secret> former(SecretName name) {
        Path file = former(file(name));
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    @Override
    public Optional<Secret> registration() {
        return registration.filter(Files::exists).map(file -> {
            String text = read(file).value();
            return new Secret(text + "\n");
        });
    }

    /** What is wrong, each with its remedy; empty if all is well. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return List.of("there is no folder " + folder + "; run lotus secrets init");
        }
        mode(folder, FOLDER, "700", problems);
        Map<String, SecretName> seen = new HashMap<>();
        for (SecretName name : SecretName.values()) {
            if (!Files.exists(file(name))) {
                problems.add(name + " was never made; run lotus secrets init");
                continue;
            }
            mode(file(name), FILE, "600", problems);
            String value = value(name).value();
            if (value.length() < name.shortest()) {
                problems.add(name + " has " + value.length() + " signs, fewer than " + name.shortest()
                        + "; run lotus secrets rotate " + name);
            }
            SecretName same = seen.putIfAbsent(value, name);
            if (same != null) {
                problems.add(name + " is the same as " + same + "; run lotus secrets rotate " + name);
            }
        }
        GitWatch.trouble(folder).ifPresent(problems::add);
        return problems;
    }

    /**
     * What is wrong with the pair of which Synapse shows the one and Authelia holds the other: whoever changed only one of them
     * shuts everybody out. Takes a third of a second, by its nature.
     */
    public Optional<String> strangers() {
        SecretName plain = SecretName.OIDC_CLIENT;
        SecretName digest = SecretName.OIDC_CLIENT_DIGEST;
        boolean both = Files.exists(file(plain)) && Files.exists(file(digest));
        return !both || SecretMaker.belongs(value(digest), value(plain))
                ? Optional.empty()
                : Optional.of(digest + " is not the digest of " + plain
                        + ", so Authelia refuses Synapse; run lotus secrets rotate " + plain);
    }

    private static void mode(Path path, Set<PosixFilePermission> wanted, String octal, List<String> problems) {
        try {
            if (!Files.getPosixFilePermissions(path).equals(wanted)) {
                problems.add("others may get at " + path + "; run chmod " + octal + " on it");
            }
        } catch (IOException e) {
            problems.add(path + " cannot be looked at: " + e);
        }
    }

    private static Secret read(Path file) {
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private Path file(SecretName name) {
        return folder.resolve(name.toString());
    }

    private static Path former(Path file) {
        return file.resolveSibling(file.getFileName() + FORMER);
    }

    private static StackTrouble unusable(Path file, IOException e) {
        return new StackTrouble("cannot use " + file + ": " + e, "Who owns it, and is there room on the disk?", e);
    }
}
