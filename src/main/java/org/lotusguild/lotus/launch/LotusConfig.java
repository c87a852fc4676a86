package org.lotusguild.lotus.launch;

import java.util.Optional;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.bot.BotConfig;
import org.lotusguild.lotus.guild.GuildConfig;
import org.lotusguild.lotus.http.HttpConfig;
import org.lotusguild.lotus.matrix.HomeserverConfig;
import org.lotusguild.lotus.stack.plan.ClientBlock;
import org.lotusguild.lotus.stack.plan.StackBlock;
import org.lotusguild.lotus.store.StoreConfig;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;

/** The whole of {@code lotus.yaml}: one block a part. A part whose block is absent is off. */
record LotusConfig(
        HomeserverConfig homeserver,
        @Default("{}") StoreConfig store,
        @Default("{}") HttpConfig http,
        @Default("{}") EncryptionBlock encryption,
        Optional<BotConfig> bot,
        Optional<GuildConfig> guild,
        Optional<WebhooksConfig> webhooks,
        Optional<StackBlock> stack,
        Optional<ClientBlock> client) {}
