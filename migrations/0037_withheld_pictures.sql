-- Whether what shows a picture is itself withheld: then nobody is given it for that.
ALTER TABLE picture_uses ADD COLUMN withheld BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE picture_uses SET withheld = TRUE WHERE path IN
    (SELECT '/o/' || id FROM organizations WHERE status IN ('suspended', 'dissolved'));
