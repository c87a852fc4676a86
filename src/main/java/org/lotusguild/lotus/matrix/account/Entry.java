package org.lotusguild.lotus.matrix.account;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.matrix.api.Credentials;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.store.Database;

/**
 * Gets an account its device and its right to speak. The device id is ours and stored before the homeserver hears of it: a
 * crash at any point goes on with the same device.
 */
final class Entry {
    private final Database database;
    private final AccountStore store;
    private final MatrixApi nobody;
    private final String deviceName;
    private final RandomGenerator random;

    Entry(Database database, AccountStore store, MatrixApi nobody, String deviceName, RandomGenerator random) {
        this.database = database;
        this.store = store;
        this.nobody = nobody;
        this.deviceName = deviceName;
        this.random = random;
    }

    /** The API in the account's name. */
    Admitted enter(Identity who) {
        DeviceId device = device();
        Credentials credentials = switch (who) {
            case Identity.ServiceUser service -> serve(service, device);
            case Identity.Ordinary ordinary -> new Credentials.Login(token(ordinary, device));
        };
        return new Admitted(device, nobody.as(credentials));
    }

    record Admitted(DeviceId device, MatrixApi api) {}

    private Credentials serve(Identity.ServiceUser who, DeviceId device) {
        Credentials credentials = new Credentials.AppserviceUser(who.asToken(), who.user(), device);
        MatrixApi api = nobody.as(credentials);
        try {
            api.registerAppserviceUser(who.user().localpart());
        } catch (MatrixException e) {
            throw explained(who, e);
        }
        try {
            api.putDevice(device, deviceName);
        } catch (MatrixException e) {
            throw withoutDevice(who, e);
        }
        new Notifications(database, store, api).mute();
        return credentials;
    }

    private static RuntimeException explained(Identity.ServiceUser who, MatrixException e) {
        if (e.unknownToken()) {
            return new AccountRefused("The homeserver does not know the as_token of the registration file: name the"
                    + " file in its app_service_config_files and restart it.");
        }
        if (e.errcode().equals("M_EXCLUSIVE") || e.errcode().equals("M_FORBIDDEN")) {
            return AccountRefused.denied("The registration file does not give us the user " + who.user()
                    + ": its namespaces.users must have a regex that fits, and the homeserver must be restarted.");
        }
        return e;
    }

    /** A homeserver that knows nothing of MSC4190 finds no such device; which error says so differs. A proxy says nothing of it. */
    private static RuntimeException withoutDevice(Identity.ServiceUser who, MatrixException e) {
        boolean no = e.status() >= 400 && e.status() < 500 && !e.limited() && !e.unknownToken() && !e.byAProxy();
        return no
                ? AccountRefused.denied("The homeserver gives " + who.user() + " no device (" + e.getMessage() + "): "
                        + AccountRefused.DEVICES)
                : explained(who, e);
    }

    private Secret token(Identity.Ordinary who, DeviceId device) {
        Optional<Secret> kept = database.read(tx -> store.token(tx, device));
        if (kept.isPresent()) {
            return kept.get();
        }
        MatrixApi.LoggedIn answer = login(who, device);
        database.run(tx -> store.token(tx, device, answer.token()));
        return answer.token();
    }

    private MatrixApi.LoggedIn login(Identity.Ordinary who, DeviceId device) {
        try {
            return nobody.login(who.user().value(), who.password(), Optional.of(device), deviceName);
        } catch (MatrixException e) {
            if (e.errcode().equals("M_FORBIDDEN")) {
                throw new AccountRefused("The homeserver does not accept the password of " + who.user()
                        + ": correct it in the configuration.");
            }
            throw e;
        }
    }

    private DeviceId device() {
        return database.inTransaction(tx -> store.device(tx).orElseGet(() -> {
            DeviceId made = NewDevice.id(random);
            store.create(tx, made);
            return made;
        }));
    }
}
