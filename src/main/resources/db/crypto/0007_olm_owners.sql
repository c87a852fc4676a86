-- Whose session it is: anybody can show another's identity key under a signing key of their own. Null: not known yet,
-- good for reading only.
alter table crypto_olm_session add column signing_key text;
-- Whether the other side ever spoke over it, which only the owner of the identity key can. Those from before count as heard.
alter table crypto_olm_session add column heard smallint not null default 1;
update crypto_olm_session set signing_key = (
    select min(d.ed25519) from crypto_device d
    where d.account = crypto_olm_session.account and d.curve25519 = crypto_olm_session.sender_key)
where 1 = (
    select count(distinct d.ed25519) from crypto_device d
    where d.account = crypto_olm_session.account and d.curve25519 = crypto_olm_session.sender_key);
