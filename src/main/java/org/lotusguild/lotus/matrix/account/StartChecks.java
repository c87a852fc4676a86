package org.lotusguild.lotus.matrix.account;

import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.api.ServerFeatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares what the homeserver knows of our device with what the store holds, before anything encrypted is sent. A store
 * that is older than the homeserver must never be used: it would repeat keys.
 */
record StartChecks(MatrixApi api, CryptoMachine machine, UseCounter uses) {
    private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);
    private static final String WAY_OUT =
            " Run \"lotus account reset-device\" to go on with a new device of the same identity.";

    /** @throws AccountRefused with the reason and the way out */
    void run() {
        features();
        whoami();
        keys();
        counter();
    }

    private void features() {
        ServerFeatures features = api.features();
        LOG.atInfo()
                .addKeyValue("account", machine.user())
                .addKeyValue("default_room_version", features.defaultRoomVersion())
                .log("the homeserver answers");
        if (!features.authenticatedMedia()) {
            LOG.atWarn()
                    .addKeyValue("account", machine.user())
                    .log("the homeserver is older than version 1.11 of the specification: files cannot be fetched");
        }
    }

    private void whoami() {
        MatrixApi.Whoami seen;
        try {
            seen = api.whoami();
        } catch (MatrixException e) {
            if (e.unknownToken()
                    || e.status() == 401
                    || e.status() == 403
                    || e.errcode().equals("M_UNKNOWN_DEVICE")) {
                throw new AccountRefused("The homeserver refuses the token of " + machine.user() + " (" + e.getMessage()
                        + "): correct the registration file, or run \"lotus account reset-device\" to log in again.");
            }
            throw e;
        }
        if (!seen.user().equals(machine.user())) {
            throw new AccountRefused("The token belongs to " + seen.user() + ", not to " + machine.user()
                    + ": correct the configuration.");
        }
        if (seen.device().isEmpty()) {
            throw AccountRefused.denied(
                    "The homeserver does not let " + machine.user() + " speak as a device: " + AccountRefused.DEVICES);
        }
        if (!seen.device().equals(Optional.of(machine.device()))) {
            throw new AccountRefused("The homeserver knows the token of " + machine.user() + " under the device "
                    + seen.device().orElseThrow() + ", not " + machine.device() + "."
                    + WAY_OUT);
        }
    }

    private void keys() {
        ObjectNode ask = Json.object();
        ask.putObject("device_keys").putArray(machine.user().value());
        switch (machine.selfCheck(api.keys().query(ask))) {
            case OK -> {}
            case DEVICE_MISSING ->
                throw new AccountRefused("The homeserver has no keys for the device " + machine.device() + " of "
                        + machine.user() + ", though they were published." + WAY_OUT);
            case KEYS_DIFFER ->
                throw new AccountRefused("The homeserver has other keys for the device " + machine.device() + " of "
                        + machine.user() + " than the store: somebody else uses the device, or the store is not the one"
                        + " it was used with." + WAY_OUT);
        }
        machine.broken().ifPresent(why -> {
            throw new AccountRefused("The device " + machine.device() + " of " + machine.user()
                    + " can not be used any more: " + why.sentence() + "." + WAY_OUT);
        });
    }

    private void counter() {
        uses.start().ifPresent(there -> {
            throw new AccountRefused("The store of " + machine.user() + " is older than its last use (start "
                    + machine.starts() + ", but the homeserver has seen start " + there
                    + "): it was restored from a copy." + WAY_OUT);
        });
    }
}
