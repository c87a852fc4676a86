package org.lotusguild.lotus.stack.facts;

/** What a file is to the program that reads it. */
public enum Kind {
    SYNAPSE,
    WORKER,
    SYNAPSE_LOG,
    REGISTRATION,
    LIVEKIT,
    HOOKSHOT,
    SYGNAL,
    AUTHELIA,
    LLDAP,
    PROMETHEUS,
    PROMETHEUS_RULES,
    CINNY,
    COTURN,
    NGINX,
    JAIL,
    FILTER,
    UNIT,
    POSTGRES,
    SYSCTL,
    HBA,
    SQL,
    SCRIPT,
    CRON,
    TOLD
}
