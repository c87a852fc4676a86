package org.lotusguild.lotus.stack.trial;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import tools.jackson.databind.node.ObjectNode;

/** People of the trial: makes accounts, and takes the first ones into the rooms, so that a newcomer finds them at login. */
public final class Newcomers {
    private final Path home;
    private final String serverName;
    private final SynapseAdmin admin;
    private final MatrixApi nobody;
    private final Words words;

    /** @param nobody the homeserver's API without an account */
    public Newcomers(Path home, String serverName, SynapseAdmin admin, MatrixApi nobody, SecureRandom random) {
        this.home = home;
        this.serverName = serverName;
        this.admin = admin;
        this.nobody = nobody;
        this.words = new Words(random);
    }

    /** Accepts the invites of an account, by a login that ends with it. */
    public void join(TrialGuild.Account account, Collection<RoomId> rooms) {
        if (rooms.isEmpty()) {
            return;
        }
        MatrixApi.LoggedIn login =
                nobody.login(account.user().value(), account.password(), Optional.empty(), "lotus up");
        MatrixApi person = nobody.as(new Credentials.Login(login.token()));
        try {
            for (RoomId room : rooms) {
                person.rooms().join(room, List.of(serverName));
            }
        } finally {
            person.logout();
        }
    }

    /**
     * Makes an account with a password of ours, kept in {@code secrets/}: first the file, so that no account is ever without.
     *
     * @return {@code user_id}, {@code password}, {@code password_file}
     * @throws TrialException if the name is taken or not allowed
     */
    public ObjectNode add(String localpart, boolean administrator) {
        if (!localpart.matches("[a-z0-9.=-][a-z0-9._=-]{0,63}")) {
            throw new TrialException(
                    "\"" + localpart + "\" cannot be a user name",
                    "Use small letters, digits and . _ = - only, and no _ at the beginning");
        }
        Path file = home.resolve("secrets").resolve(localpart + "-password");
        boolean begun = !HomeFiles.secretOnce(file, () -> words.password() + "\n");
        Secret password = new Secret(HomeFiles.read(file).strip());
        if (registered(localpart, password, administrator, file, begun) == SynapseAdmin.Registration.EXISTS) {
            if (!begun) {
                HomeFiles.delete(file);
            }
            throw new TrialException(
                    "There is an account " + localpart + " already" + (begun ? "; its password is in " + file : ""),
                    "Choose another name");
        }
        ObjectNode made = Json.object();
        made.put("user_id", new UserId("@" + localpart + ":" + serverName).value());
        made.put("password", password.value());
        made.put("password_file", file.toString());
        return made;
    }

    private SynapseAdmin.Registration registered(
            String localpart, Secret password, boolean administrator, Path file, boolean begun) {
        try {
            return admin.register(localpart, password, administrator);
        } catch (TrialException e) {
            if (!begun && e.getCause() == null) {
                HomeFiles.delete(file); // refused; without an answer the account may be there
            }
            throw e;
        }
    }
}
