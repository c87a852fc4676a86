package org.lotusguild.lotus.webhooks.image;

import java.time.Instant;
import java.util.Optional;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.store.Row;
import org.lotusguild.lotus.store.Tx;

/** Pictures that lie on the homeserver in clear, by the SHA-256 of their bytes; and which address led to which. */
public final class ImageStore {

    public Optional<KnownPicture> picture(Tx tx, String sha256) {
        return tx.sql("select mxc, content_type, width, height, size from webhook_image where sha256 = :sha256")
                .bind("sha256", sha256)
                .first(ImageStore::picture);
    }

    /** What the address led to, since then. @param address its SHA-256, and that of who may ask there: the address may hold a secret */
    public Optional<KnownPicture> behind(Tx tx, String address, Instant since) {
        return tx.sql("""
                        select mxc, content_type, width, height, size from webhook_image
                        where sha256 in (select sha256 from webhook_image_address
                            where address = :address and seen_at >= :since)""").bind("address", address).bind("since", since).first(ImageStore::picture);
    }

    private static KnownPicture picture(Row row) {
        return new KnownPicture(
                MxcUri.parse(row.text("mxc")),
                row.text("content_type"),
                (int) row.number("width"),
                (int) row.number("height"),
                row.number("size"));
    }

    public void keep(Tx tx, String sha256, KnownPicture picture, Instant now) {
        tx.sql("""
                        insert into webhook_image (sha256, mxc, content_type, width, height, size, uploaded_at, used_at)
                        values (:sha256, :mxc, :type, :width, :height, :size, :now, :now)
                        on conflict (sha256) do nothing""")
                .bind("sha256", sha256)
                .bind("mxc", picture.uri().toString())
                .bind("type", picture.contentType())
                .bind("width", picture.width())
                .bind("height", picture.height())
                .bind("size", picture.size())
                .bind("now", now)
                .update();
    }

    public void seen(Tx tx, String address, String sha256, Instant now) {
        tx.sql("""
                        insert into webhook_image_address (address, sha256, seen_at) values (:address, :sha256, :now)
                        on conflict (address) do update set sha256 = excluded.sha256, seen_at = excluded.seen_at""")
                .bind("address", address)
                .bind("sha256", sha256)
                .bind("now", now)
                .update();
    }

    /** Somebody wants the picture. */
    public void used(Tx tx, String sha256, Instant now) {
        tx.sql("update webhook_image set used_at = :now where sha256 = :sha256")
                .bind("sha256", sha256)
                .bind("now", now)
                .update();
    }

    public void forgetUnusedSince(Tx tx, Instant limit) {
        tx.sql("delete from webhook_image where coalesce(used_at, uploaded_at) < :limit")
                .bind("limit", limit)
                .update();
    }

    public void forgetAddressesBefore(Tx tx, Instant limit) {
        tx.sql("delete from webhook_image_address where seen_at < :limit")
                .bind("limit", limit)
                .update();
    }
}
