package org.lotusguild.lotus.example;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.account.AccountSetup;
import org.lotusguild.lotus.matrix.account.Identity;
import org.lotusguild.lotus.matrix.account.LocalAccounts;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.matrix.message.Doc;
import org.lotusguild.lotus.matrix.message.MessageContent;
import org.lotusguild.lotus.matrix.message.Relations;

/** Joins the rooms it is invited to and repeats what is said there, encrypted where the room is. */
public final class Echo {
    private Echo() {}

    public static void main(String[] args) throws Exception {
        Identity who = new Identity.Ordinary(UserId.parse(args[1]), new Secret(args[2]));
        AccountSetup setup = AccountSetup.of(URI.create(args[0]), who, Echo::listener)
                .invites((room, inviter, direct) -> InvitePolicy.Answer.JOIN);
        try (LocalAccounts accounts = LocalAccounts.in(Path.of(args[3]));
                MatrixAccount account = accounts.open(setup)) {
            account.start();
            new CountDownLatch(1).await();
        }
    }

    private static Listener listener(MatrixAccount account) {
        return (event, ack) -> {
            boolean own = event.meta().sender().equals(account.user());
            if (event instanceof Incoming.Message(var meta, _, String body, _, _, _) && !own && !meta.late()) {
                var answer = Relations.reply(MessageContent.notice(Doc.plain(body)), meta.id());
                var once = SendOptions.interactive().key("echo " + meta.id());
                account.sender().send(meta.room(), "m.room.message", answer, once);
            }
        };
    }
}
