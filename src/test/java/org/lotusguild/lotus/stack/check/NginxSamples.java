package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Sample.fails;
import static org.lotusguild.lotus.stack.check.Sample.passes;

import java.util.List;

/** Of the reverse proxy and the documents that it answers. */
final class NginxSamples {
    static final List<Sample> ALL = List.of(
            fails("WK-003", "nginx.conf:3", """
                    === nginx.conf
                    server {
                    location = /.well-known/matrix/client {
                    return 200 '{"m.homeserver":{}}';
                    }
                    }
                    === facts.yaml
                    calls: true
                    """),
            fails("WK-003", "nginx.conf:2", """
                    === nginx.conf
                    server {
                    location = /.well-known/matrix/client { return 200 '{"org.matrix.msc3575.proxy":{"url":"https://m"}}'; }
                    }
                    === facts.yaml
                    calls: false
                    """),
            passes("WK-003", """
                    === nginx.conf
                    server {
                    location = /.well-known/matrix/server { return 200 '{"m.server":"m:443"}'; }
                    location = /.well-known/matrix/client {
                        default_type application/json;
                        add_header Access-Control-Allow-Origin * always;
                        return 200 '{"m.homeserver":{"base_url":"https://m"},"org.matrix.msc4143.rtc_foci":[{"type":"livekit","livekit_service_url":"https://m/livekit/jwt"}]}';
                    }
                    }
                    === facts.yaml
                    calls: true
                    """),
            fails("WK-004", "nginx.conf:2 nginx.conf:7", """
                    === nginx.conf
                    server {
                    location /.well-known/matrix/client {
                    add_header Content-Type application/json;
                    add_header Access-Control-Allow-Origin *;
                    return 200 '{}';
                    }
                    location = /.well-known/matrix/server {
                    default_type application/json;
                    return 200 '{}';
                    }
                    }
                    """),
            passes("WK-004", """
                    === nginx.conf
                    server {
                    location = /.well-known/matrix/client {
                        default_type application/json;
                        add_header Access-Control-Allow-Origin * always;
                        return 200 '{"m.homeserver":{"base_url":"https://m"},"org.matrix.msc4143.rtc_foci":[{"type":"livekit","livekit_service_url":"https://m/livekit/jwt"}]}';
                    }
                    location /.well-known/matrix/support { proxy_pass http://10.0.0.1:8090; }
                    }
                    """),
            fails("NGX-002", "nginx.conf:3 nginx.conf:7", """
                    === nginx.conf
                    upstream synapse { server 10.0.0.1:8008; }
                    server {
                    location /_matrix/ { proxy_pass http://synapse/; }
                    }
                    server {
                    location / {
                    proxy_pass http://10.0.0.1:8008/_matrix;
                    }
                    location /hooks/ { proxy_pass http://10.0.0.1:9003/; }
                    }
                    """),
            passes("NGX-002", """
                    === nginx.conf
                    server {
                    location /_matrix/ { proxy_pass http://10.0.0.1:8008; }
                    location /_synapse/client { proxy_pass http://10.0.0.1:8008$request_uri; }
                    location /hooks/ { proxy_pass http://10.0.0.1:9003/; }
                    }
                    """),
            fails("NGX-003", "nginx.conf:3 nginx.conf:6 nginx.conf:10", """
                    === nginx.conf
                    server {
                    location /_matrix/ { proxy_pass http://10.0.0.1:8008;
                    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    }
                    location /_synapse/client {
                    proxy_pass http://10.0.0.1:8008;
                    }
                    location /other/ {
                    proxy_set_header Host $host;
                    proxy_pass http://10.0.0.1:8008;
                    }
                    proxy_set_header Host $host;
                    }
                    """),
            passes("NGX-003", """
                    === nginx.conf
                    server {
                    proxy_set_header X-Forwarded-For $remote_addr;
                    location /_matrix/ { proxy_pass http://10.0.0.1:8008; }
                    location /hooks/ { proxy_pass http://10.0.0.1:9003; }
                    }
                    """),
            fails("NGX-004", "nginx.conf:0", """
                    === nginx.conf
                    server {
                    listen 443 ssl;
                    location /_matrix/ { proxy_pass http://10.0.0.1:8008; }
                    }
                    === homeserver.yaml
                    server_name: example.org
                    max_upload_size: 200M
                    """),
            fails("NGX-004", "nginx.conf:2", """
                    === nginx.conf
                    server {
                    client_max_body_size 50m;
                    location /_matrix/ { proxy_pass http://10.0.0.1:8008; }
                    }
                    === homeserver.yaml
                    server_name: example.org
                    max_upload_size: 200M
                    """),
            passes("NGX-004", """
                    === nginx.conf
                    server {
                    client_max_body_size 1m;
                    location ~ ^(/_matrix|/_synapse/client) { proxy_pass http://10.0.0.1:8008; client_max_body_size 200M; }
                    location /hooks/ { proxy_pass http://10.0.0.1:9003; }
                    }
                    === homeserver.yaml
                    server_name: example.org
                    max_upload_size: 200M
                    """),
            fails("NGX-005", "nginx.conf:0", """
                    === nginx.conf
                    server {
                    location /_matrix/ { proxy_pass http://10.0.0.1:8008; }
                    }
                    """),
            fails("NGX-005", "nginx.conf:6", """
                    === nginx.conf
                    server {
                    location /livekit/sfu/ { proxy_pass http://10.0.0.1:7880/;
                    proxy_http_version 1.1;
                    proxy_set_header Upgrade $http_upgrade;
                    proxy_set_header Connection upgrade;
                    proxy_read_timeout 30s;
                    }
                    }
                    """),
            fails("NGX-005", "nginx.conf:0", """
                    === nginx.conf
                    server {
                    location /livekit/sfu/ { proxy_pass http://10.0.0.1:7880/; }
                    }
                    """),
            passes("NGX-005", """
                    === nginx.conf
                    server {
                    location /_matrix/ {
                        proxy_pass http://10.0.0.1:8008;
                        proxy_set_header X-Forwarded-For $remote_addr;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        client_max_body_size 200M;
                    }
                    location /livekit/sfu/ { proxy_pass http://10.0.0.1:7880/; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; proxy_read_timeout 2m; }
                    location /livekit/jwt/ { proxy_pass http://10.0.0.1:8070/; }
                    }
                    """),
            fails("NGX-006", "nginx.conf:0", """
                    === nginx.conf
                    server {
                    listen 443 ssl;
                    add_header Strict-Transport-Security "max-age=1";
                    }
                    === facts.yaml
                    versions: {nginx: 1.22.1}
                    """),
            fails("NGX-006", "nginx.conf:0 nginx.conf:3", """
                    === nginx.conf
                    server {
                    listen 443 ssl;
                    ssl_protocols TLSv1 TLSv1.2;
                    }
                    """),
            passes("NGX-006", """
                    === nginx.conf
                    server {
                    listen 443 ssl;
                    ssl_protocols TLSv1.2 TLSv1.3;
                    location / {
                    add_header Strict-Transport-Security "max-age=1";
                    }
                    }
                    === facts.yaml
                    versions: {nginx: 1.22.1}
                    """),
            passes("NGX-006", """
                    === nginx.conf
                    server {
                    listen 80;
                    root /var/www;
                    }
                    """),
            fails("NGX-007", "nginx.conf:3", """
                    === nginx.conf
                    server {
                    listen 443 ssl;
                    http2 on;
                    }
                    === facts.yaml
                    versions: {nginx: 1.22.1}
                    """),
            fails("NGX-007", "nginx.conf:2", """
                    === nginx.conf
                    server {
                    listen 443 ssl http2;

                    }
                    === facts.yaml
                    versions: {nginx: 1.26.0}
                    """),
            passes("NGX-007", """
                    === nginx.conf
                    server {
                    listen 443 ssl http2;

                    }
                    === facts.yaml
                    versions: {nginx: 1.22.1}
                    """),
            passes("NGX-007", """
                    === nginx.conf
                    server {
                    listen 443 ssl;
                    http2 on;
                    }
                    """),
            fails("NGX-008", "nginx.conf:0", """
                    === nginx.conf
                    server {
                    listen 443 ssl;
                    location /_matrix/ { proxy_pass http://10.0.0.1:8008; }
                    }
                    """),
            fails("NGX-008", "nginx.conf:3", """
                    === nginx.conf
                    server {
                    listen 443 ssl;
                    location /_matrix/ { limit_req zone=x;
                    proxy_pass http://10.0.0.1:8008; }
                    }
                    """),
            passes("NGX-008", """
                    === nginx.conf
                    server {
                    listen 443 ssl;
                    limit_req_status 429;
                    location ~ ^/_matrix/client/(v3|r0)/(login|register)$ { limit_req zone=x burst=8; proxy_pass http://10.0.0.1:8008; }
                    location /_matrix/ { proxy_pass http://10.0.0.1:8008; }
                    }
                    """),
            fails("NET-003", "nginx.conf:2", """
                    === nginx.conf
                    server {
                    listen 8080;
                    server_name synapse-admin;
                    root /var/www/synapse-admin;
                    }
                    """),
            fails("NET-003", "facts.yaml:3", """
                    === nginx.conf
                    server {
                    listen 443 ssl;
                    server_name a;
                    }
                    === facts.yaml
                    binds:
                      proxy:
                        - {port: 8080, address: 0.0.0.0, service: synapse-admin, tls: false}
                    """),
            passes("NET-003", """
                    === nginx.conf
                    server {
                    listen 80;
                    server_name grafana.example.org;
                    return 301 https://$host$request_uri;
                    }
                    server {
                    listen 443 ssl;
                    server_name grafana.example.org;
                    location / { proxy_pass http://127.0.0.1:3000; }
                    }
                    server {
                    listen 127.0.0.1:8080;
                    root /var/www/synapse-admin;
                    }
                    === facts.yaml
                    binds:
                      watch:
                        - {port: 3000, address: 10.0.0.1, service: grafana, tls: false}
                    """));

    private NginxSamples() {}
}
