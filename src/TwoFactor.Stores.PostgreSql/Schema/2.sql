-- The conditional write alone says what a version may be; a check is read anew with each write.

ALTER TABLE two_factor_accounts DROP CONSTRAINT IF EXISTS two_factor_accounts_version_check;
ALTER TABLE two_factor_policies DROP CONSTRAINT IF EXISTS two_factor_policies_version_check;
