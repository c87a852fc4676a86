package org.lotusguild.lotus.matrix;

import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.CryptoReport;
import org.lotusguild.lotus.store.Database;

/** One account on a homeserver, with one device: it syncs, decrypts, sends. */
public interface MatrixAccount extends AutoCloseable {
    UserId user();

    DeviceId device();

    Rooms rooms();

    RoomSender sender();

    History history();

    Media media();

    Attachments attachments();

    AccountData accountData();

    DirectChats directChats();

    Verifier verifier();

    Recovery recovery();

    /** The database for work in the account's name: once another process has the account, every write is refused. */
    Database database();

    AccountHealth health();

    /** How the encryption is: keys on the homeserver, what could not be read yet and why. */
    CryptoReport encryption();

    /** The name that people see; written only if it differs. Answers whether it was written. */
    boolean showAs(String displayName);

    /** The picture that people see; written only if it differs. Answers whether it was written. */
    boolean showAvatar(MxcUri picture);

    /** Starts sync and sending; returns when the first sync is done and the device is published and signed. */
    void start();

    /**
     * Before {@link #close}: hands no more events to the listener, and waits a second for what it has begun. That goes on, sync and
     * sending, too; what was not handed over, or not taken, comes at the next start.
     */
    void hold() throws InterruptedException;

    /** Stops in order, at most 8 s; rows not sent stay. */
    @Override
    void close();
}
