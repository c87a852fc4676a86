package org.lotusguild.lotus.webhooks.courier;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.crypto.seal.Vault;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.store.Database;
import org.lotusguild.lotus.webhooks.delivery.DeliveryStore;
import org.lotusguild.lotus.webhooks.delivery.Waiting;
import org.lotusguild.lotus.webhooks.hook.Hooks;
import org.lotusguild.lotus.webhooks.image.Pictures;
import org.lotusguild.lotus.webhooks.sender.Senders;

/**
 * What a courier works with.
 *
 * @param shared whether other processes may use the database: then a lease decides who is the courier
 * @param senders opened for as long as this process is the courier
 * @param bot the send queue of the bot, for lines to the admins
 * @param admins the room of dead letters
 * @param waiting senders that want to hear of their post
 */
public record Means(
        Database database,
        boolean shared,
        Vault vault,
        DeliveryStore deliveries,
        Hooks hooks,
        Face face,
        RoomBook rooms,
        Supplier<Senders> senders,
        Pictures pictures,
        RoomSender bot,
        Optional<RoomId> admins,
        Rules rules,
        CourierFigures figures,
        Waiting waiting,
        InstantSource clock,
        Pause pause,
        SecureRandom random) {}
