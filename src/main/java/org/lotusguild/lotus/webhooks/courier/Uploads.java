package org.lotusguild.lotus.webhooks.courier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.RoomFile;
import org.lotusguild.lotus.matrix.api.MatrixException;
import org.lotusguild.lotus.matrix.message.Fitted;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.image.Pictures;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Files and pictures on their way to the homeserver. */
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    private final Pictures pictures;
    private final CourierFigures figures;

    Uploads(Pictures pictures, CourierFigures figures) {
        this.pictures = pictures;
        this.figures = figures;
    }

    /**
     * A long part of a message.
     *
     * @throws MatrixException or {@link HttpFailure} if the homeserver does not take it
     */
    ObjectNode file(MatrixAccount account, RoomId room, Fitted.TextFile part) {
        try {
            Path file = Files.createTempFile("lotus-", ".part");
            try {
                Files.writeString(file, part.text());
                return account.attachments().upload(room, RoomFile.of(file, part.name(), "text/plain"));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The picture of a notice; empty if there is none to be had, for whatever reason. */
    Optional<ObjectNode> picture(MatrixAccount account, RoomId room, Hook hook, Notice notice) {
        return notice.image().flatMap(address -> picture(account, room, hook, address));
    }

    private Optional<ObjectNode> picture(MatrixAccount account, RoomId room, Hook hook, URI address) {
        try {
            Optional<ObjectNode> content =
                    pictures.content(account, room, address, hook.allowHosts(), hook.plainImages());
            figures.count(content.isPresent() ? CourierFigures.Shown.POSTED : CourierFigures.Shown.NO_PICTURE);
            return content;
        } catch (HttpFailure failure) {
            if (failure.kind() == HttpFailure.Kind.INTERRUPTED) {
                throw failure;
            }
            return failed(hook, failure);
        } catch (MatrixException | UncheckedIOException failure) {
            return failed(hook, failure);
        }
    }

    private Optional<ObjectNode> failed(Hook hook, RuntimeException failure) {
        figures.count(CourierFigures.Shown.FAILED);
        LOG.atWarn()
                .addKeyValue("hook", hook.name())
                .addKeyValue("why", failure.getClass().getSimpleName())
                .log("a picture could not be uploaded; its message stands without it");
        return Optional.empty();
    }
}
