alter table crypto_device drop column blocked;
