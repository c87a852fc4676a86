package org.lotusguild.lotus.crypto.machine;

import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.seal.Place;
import org.lotusguild.lotus.crypto.seal.Vault;

/** Seals the rows of one device. A row opens only where it was sealed. */
record Sealer(Vault vault, UserId user, DeviceId device) {

    /** The tables with sealed columns. */
    enum Table {
        ACCOUNT("crypto_account"),
        OLM("crypto_olm_session"),
        INBOUND("crypto_inbound"),
        OUTBOUND("crypto_outbound"),
        SECRET("crypto_secret"),
        WAITING("crypto_waiting");

        private final String text;

        Table(String text) {
            this.text = text;
        }
    }

    byte[] seal(Table table, String row, Secret clear) {
        return vault.seal(clear.value(), place(table, row));
    }

    Secret open(Table table, String row, byte[] sealed) {
        return new Secret(vault.openText(sealed, place(table, row)));
    }

    private Place place(Table table, String row) {
        return new Place(table.text, user.value(), device.value(), row);
    }
}
