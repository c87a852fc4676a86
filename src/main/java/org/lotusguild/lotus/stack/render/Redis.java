package org.lotusguild.lotus.stack.render;

import java.util.List;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/**
 * Redis between Synapse's processes: it passes messages on and keeps nothing that would be missed.
 *
 * <p>Source: the commented {@code redis.conf} of 7.0.
 */
final class Redis implements Writer {
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public List<RenderedFile> files(Plan plan, SecretValues secrets) {
        return plan.with(Role.REDIS)
                .map(host -> RenderedFile.closed(host, "/etc/redis/redis.conf", "redis", text(plan, host, secrets))
                        .of("redis-server.service"))
                .toList();
    }

    private static String text(Plan plan, Host host, SecretValues secrets) {
        String bound = plan.bind(host, Service.REDIS);
        return Lines.under(plan.header())
                .add("bind " + (bound.equals(LOOPBACK) ? bound : LOOPBACK + " " + bound))
                .add("port " + plan.port(Service.REDIS))
                .add("requirepass " + secrets.value(SecretName.REDIS).value())
                .block("""
                        protected-mode yes
                        daemonize no
                        supervised auto
                        dir /var/lib/redis
                        logfile /var/log/redis/redis-server.log
                        save ""
                        appendonly no
                        maxmemory 256mb
                        maxmemory-policy allkeys-lru
                        """)
                .text();
    }
}
